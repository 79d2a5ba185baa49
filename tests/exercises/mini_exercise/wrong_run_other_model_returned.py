# ruff: noqa
"""Returns a new model, not the one that was trained."""
# loses: test_run
# kind: state shared


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return build_model(images.image_shape, images.num_classes), losses
