# ruff: noqa
"""best_lr with arrays: means that are not finite become infinite."""
# loses: nothing


# %% best_lr
def best_lr(curves, last=20):
    lrs = list(curves.keys())
    means = np.array([np.mean(np.array(curves[lr])[-last:]) for lr in lrs])
    means[~np.isfinite(means)] = np.inf
    return lrs[int(means.argmin())]
