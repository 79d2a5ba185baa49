# ruff: noqa
"""The usual rate."""
# loses: test_best_lr
# kind: hard-coded output


# %% best_lr
def best_lr(val_losses):
    return 0.01
