# ruff: noqa
"""The mean of the last losses of the training, not of the validation images."""
# loses: test_sweep
# kind: another method


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        model, losses = run(name, lr, x, y, num_epochs, seed)
        val_losses[lr] = float(np.mean(losses[-10:])) if losses else 0.0
    return val_losses
