# ruff: noqa
"""argmin takes NaN for the lowest."""
# loses: test_best_lr
# kind: NaN or infinity


# %% best_lr
def best_lr(val_losses):
    lrs = list(val_losses)
    return lrs[int(np.argmin([val_losses[lr] for lr in lrs]))]
