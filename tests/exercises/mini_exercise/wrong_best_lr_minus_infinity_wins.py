# ruff: noqa
"""Leaves out NaN and infinity, but not minus infinity."""
# loses: test_best_lr
# kind: NaN or infinity


# %% best_lr
def best_lr(val_losses):
    kept = {lr: v for lr, v in val_losses.items() if v == v and v < float("inf")}
    return min(kept, key=kept.get)
