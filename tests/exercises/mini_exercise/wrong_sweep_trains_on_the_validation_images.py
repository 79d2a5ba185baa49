# ruff: noqa
"""Trains on the validation images."""
# loses: test_sweep
# kind: test data trained on


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        model, losses = run(name, lr, x_val, y_val, num_epochs, seed)
        val_losses[lr] = validation_loss(model, x_val, y_val)
    return val_losses
