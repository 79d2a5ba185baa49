# ruff: noqa
"""validation_loss of the images that it was trained on."""
# loses: test_sweep
# kind: labels as predictions


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        model, losses = run(name, lr, x, y, num_epochs, seed)
        val_losses[lr] = validation_loss(model, x, y)
    return val_losses
