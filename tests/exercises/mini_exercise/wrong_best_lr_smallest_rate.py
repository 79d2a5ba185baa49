# ruff: noqa
"""The smallest rate that did not diverge."""
# loses: test_best_lr
# kind: another method


# %% best_lr
def best_lr(val_losses):
    return min(lr for lr, v in val_losses.items() if np.isfinite(v))
