# ruff: noqa
"""The seed is ignored at the start: the weights are those of seed 0."""
# loses: test_run
# kind: global for an argument


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses
