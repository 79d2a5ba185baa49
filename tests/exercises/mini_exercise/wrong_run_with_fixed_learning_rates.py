# ruff: noqa
"""The learning rates of part 4 are written into the function: lr is ignored."""
# loses: test_run
# kind: wrong number


# %% run
def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, {"adam": 0.001, "sgd": 0.01}[name])
    return train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
