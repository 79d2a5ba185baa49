# ruff: noqa
"""Trains on x_train, y_train in place of the x, y that are handed in."""
# loses: test_run
# kind: global for an argument


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x_train, y_train, num_epochs, seed=seed)
    return model, losses
