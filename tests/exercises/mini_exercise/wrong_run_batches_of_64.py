# ruff: noqa
"""Batches of 64: half as many losses."""
# loses: test_run
# kind: wrong number


# %% run
def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    return train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs, batch_size=64)
