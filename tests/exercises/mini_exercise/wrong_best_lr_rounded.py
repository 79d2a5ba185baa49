# ruff: noqa
"""Losses are rounded to one digit first."""
# loses: test_best_lr
# kind: wrong number


# %% best_lr
def best_lr(val_losses):
    kept = {lr: round(v, 1) for lr, v in val_losses.items() if np.isfinite(v)}
    return min(kept, key=kept.get)
