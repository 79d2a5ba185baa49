# ruff: noqa
"""Returns the lowest mean loss, not the learning rate it belongs to."""
# loses: test_best_lr
# kind: shape or type returned


# %% best_lr
def best_lr(curves, last=20):
    means = [np.mean(losses[-last:]) for losses in curves.values()]
    return min(mean for mean in means if np.isfinite(mean))
