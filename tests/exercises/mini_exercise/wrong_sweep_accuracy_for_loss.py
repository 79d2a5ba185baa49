# ruff: noqa
"""The accuracy in place of the loss."""
# loses: test_sweep
# kind: another method


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        model, losses = run(name, lr, x, y, num_epochs, seed)
        val_losses[lr] = 1 - accuracy(model, x_val, y_val)
    return val_losses
