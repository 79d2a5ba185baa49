# ruff: noqa
"""Returns the losses first, then the model."""
# loses: test_run
# kind: order of arguments


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return losses, model
