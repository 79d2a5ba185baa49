# ruff: noqa
"""return stands in the loop: the first rate alone."""
# loses: test_sweep
# kind: part left out


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        model, losses = run(name, lr, x, y, num_epochs, seed)
        val_losses[lr] = validation_loss(model, x_val, y_val)
        return val_losses
