# ruff: noqa
"""Always the last 20 losses, whatever `last` says."""
# loses: test_best_lr
# kind: global for an argument


# %% best_lr
def best_lr(curves, last=20):
    means = {lr: np.mean(losses[-20:]) for lr, losses in curves.items()}
    finite = {lr: mean for lr, mean in means.items() if np.isfinite(mean)}
    return min(finite, key=finite.get)
