# ruff: noqa
"""One model for all rates: each training goes on where the one before ended."""
# loses: test_sweep
# kind: state shared


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    for lr in lrs:
        optimizer = make_optimizer(name, model, lr)
        train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
        val_losses[lr] = validation_loss(model, x_val, y_val)
    return val_losses
