# ruff: noqa
"""Compares the very last loss only: one lucky batch decides."""
# loses: test_best_lr
# kind: off by one


# %% best_lr
def best_lr(curves, last=20):
    finite = {lr: losses for lr, losses in curves.items() if np.isfinite(losses[-last:]).all()}
    return min(finite, key=lambda lr: finite[lr][-1])
