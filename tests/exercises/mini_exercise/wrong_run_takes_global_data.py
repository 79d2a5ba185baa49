# ruff: noqa
"""Trains on the notebook's x_train, y_train instead of the x, y handed in."""
# loses: test_run
# kind: global for an argument


# %% run
def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    return train(model, optimizer, cross_entropy, x_train, y_train, num_epochs=num_epochs)
