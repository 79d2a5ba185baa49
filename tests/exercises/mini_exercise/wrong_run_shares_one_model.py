# ruff: noqa
"""One model for all runs, built above the function: a run goes on where the one before ended."""
# loses: test_run
# kind: state shared


# %% run
set_seed(0)
model = build_model(images.image_shape, images.num_classes)


def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses
