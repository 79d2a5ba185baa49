# ruff: noqa
"""num_epochs is not handed on: five epochs, the default of train."""
# loses: test_run
# kind: part left out


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, seed=seed)
    return model, losses
