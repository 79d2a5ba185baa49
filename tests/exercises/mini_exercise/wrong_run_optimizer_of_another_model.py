# ruff: noqa
"""The optimizer is made for a second model: the one that is trained never moves."""
# loses: test_run
# kind: state shared


# %% run [pytorch]
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, build_model(images.image_shape, images.num_classes), lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses
