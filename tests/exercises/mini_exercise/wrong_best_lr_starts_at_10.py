# ruff: noqa
"""Losses above 10 cannot win."""
# loses: test_best_lr
# kind: edge case


# %% best_lr
def best_lr(val_losses):
    winner, lowest = None, 10.0
    for lr, loss in val_losses.items():
        if np.isfinite(loss) and loss < lowest:
            winner, lowest = lr, loss
    return winner
