# ruff: noqa
"""num_epochs is not passed on to train: always five epochs."""
# loses: test_run
# kind: wrong number


# %% run
def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    return train(model, optimizer, cross_entropy, x, y)
