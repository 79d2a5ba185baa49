# ruff: noqa
"""train gets seed + 1."""
# loses: test_run
# kind: off by one


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed + 1)
    return model, losses
