# ruff: noqa
"""set_seed is called after the model was built."""
# loses: test_run
# kind: not started anew


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    model = build_model(images.image_shape, images.num_classes)
    set_seed(seed)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses
