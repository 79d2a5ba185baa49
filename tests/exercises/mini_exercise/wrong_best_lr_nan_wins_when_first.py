# ruff: noqa
"""min with NaN: what comes first stays."""
# loses: test_best_lr
# kind: NaN or infinity


# %% best_lr
def best_lr(val_losses):
    return min(val_losses, key=val_losses.get)
