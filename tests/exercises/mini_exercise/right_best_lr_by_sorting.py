# ruff: noqa
"""Pairs, sorted; finite ones alone."""
# loses: nothing


# %% best_lr
import math


def best_lr(val_losses):
    pairs = sorted((loss, lr) for lr, loss in val_losses.items() if math.isfinite(loss))
    return pairs[0][1]
