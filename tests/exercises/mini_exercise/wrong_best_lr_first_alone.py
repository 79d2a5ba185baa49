# ruff: noqa
"""The first one that did not diverge."""
# loses: test_best_lr
# kind: edge case


# %% best_lr
def best_lr(val_losses):
    return next(lr for lr, v in val_losses.items() if np.isfinite(v))
