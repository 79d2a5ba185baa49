# ruff: noqa
"""One model for all runs, built above the function: the second run goes on where the first ended."""
# loses: test_run
# kind: state shared

# %% run
set_seed(0)
model = build_model(images.image_shape, images.num_classes)


def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    optimizer = make_optimizer(name, model, lr)
    return train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
