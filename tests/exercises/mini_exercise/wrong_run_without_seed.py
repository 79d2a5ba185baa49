# ruff: noqa
"""set_seed is forgotten: the weights at the start are others in each run."""
# loses: test_run
# kind: not started anew


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses
