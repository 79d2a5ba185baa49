# ruff: noqa
"""The lowest loss, not its learning rate."""
# loses: test_best_lr
# kind: shape or type returned


# %% best_lr
def best_lr(val_losses):
    return min(loss for loss in val_losses.values() if np.isfinite(loss))
