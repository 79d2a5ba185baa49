# ruff: noqa
"""The name of the optimizer is ignored: every run is Adam's."""
# loses: test_run
# kind: another method


# %% run
def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer("adam", model, lr)
    return train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
