# ruff: noqa
"""best_lr as a loop that keeps the best so far."""
# loses: nothing


# %% best_lr
def best_lr(val_losses):
    winner, lowest = None, None
    for lr in val_losses:
        loss = val_losses[lr]
        if loss != loss or loss in (float("inf"), -float("inf")):
            continue
        if lowest is None or loss < lowest:
            winner, lowest = lr, loss
    return winner
