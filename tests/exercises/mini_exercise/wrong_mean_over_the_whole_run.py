# ruff: noqa
"""The mean over all losses, not over the last ones: favors a quick start."""
# loses: test_best_lr
# kind: reduction


# %% best_lr
def best_lr(curves, last=20):
    means = {lr: np.mean(losses) for lr, losses in curves.items() if np.isfinite(losses).all()}
    return min(means, key=means.get)
