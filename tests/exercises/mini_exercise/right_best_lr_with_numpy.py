# ruff: noqa
"""best_lr with arrays: losses that are not finite become infinite."""
# loses: nothing


# %% best_lr
def best_lr(val_losses):
    lrs = list(val_losses.keys())
    losses = np.array([val_losses[lr] for lr in lrs], dtype=float)
    losses[~np.isfinite(losses)] = np.inf
    return lrs[int(losses.argmin())]
