# ruff: noqa
"""The highest loss wins."""
# loses: test_best_lr
# kind: order of arguments


# %% best_lr
def best_lr(val_losses):
    kept = {lr: v for lr, v in val_losses.items() if np.isfinite(v)}
    return max(kept, key=kept.get)
