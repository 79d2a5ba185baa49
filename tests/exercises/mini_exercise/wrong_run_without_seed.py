# ruff: noqa
"""set_seed(0) stands once above the function, not in it: only the very first run starts there."""
# loses: test_run
# kind: part left out

# %% run
set_seed(0)


def run(name, lr, x, y, num_epochs=5):
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    return train(model, optimizer, cross_entropy, x, y, num_epochs)
