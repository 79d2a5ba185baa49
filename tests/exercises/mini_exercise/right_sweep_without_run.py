# ruff: noqa
"""sweep does not call run, but does the same itself: seed, model, optimizer, train."""
# loses: nothing


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    curves = {}
    for lr in lrs:
        set_seed(0)
        model = build_model(images.image_shape, images.num_classes)
        optimizer = make_optimizer(name, model, lr)
        curves[lr] = train(model, optimizer, cross_entropy, x, y, num_epochs)
    return curves
