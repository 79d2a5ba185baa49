# ruff: noqa
"""One model for all learning rates: each run goes on where the one before ended."""
# loses: test_sweep
# kind: state shared


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    curves = {}
    for lr in lrs:
        optimizer = make_optimizer(name, model, lr)
        curves[lr] = train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
    return curves
