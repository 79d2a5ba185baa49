# ruff: noqa
"""NaN is turned into 0, which is lower than any loss."""
# loses: test_best_lr
# kind: NaN or infinity


# %% best_lr
def best_lr(val_losses):
    lrs = list(val_losses)
    return lrs[int(np.argmin(np.nan_to_num([val_losses[lr] for lr in lrs])))]
