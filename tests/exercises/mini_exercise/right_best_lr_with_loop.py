# ruff: noqa
"""best_lr as a loop that keeps the best so far."""
# loses: nothing


# %% best_lr
def best_lr(curves, last=20):
    winner, lowest = None, None
    for lr in curves:
        tail = curves[lr][-last:]
        if any(loss != loss or loss in (float("inf"), -float("inf")) for loss in tail):
            continue
        mean = sum(tail) / len(tail)
        if lowest is None or mean < lowest:
            winner, lowest = lr, mean
    return winner
