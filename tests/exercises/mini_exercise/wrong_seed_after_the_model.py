# ruff: noqa
"""set_seed(0) comes after the model is built: the batches agree, the first weights do not."""
# loses: test_run
# kind: not started anew


# %% run
def run(name, lr, x, y, num_epochs=5):
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    set_seed(0)
    return train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
