# ruff: noqa
"""Off by one: the first of the `last` losses is left out."""
# loses: test_best_lr
# kind: off by one


# %% best_lr
def best_lr(curves, last=20):
    means = {lr: np.mean(losses[len(losses) - last + 1 :]) for lr, losses in curves.items()}
    return min((lr for lr in means if np.isfinite(means[lr])), key=means.get)
