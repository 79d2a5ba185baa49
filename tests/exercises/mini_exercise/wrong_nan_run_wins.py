# ruff: noqa
"""np.argmin takes NaN for the smallest number: a run that diverged wins."""
# loses: test_best_lr
# kind: NaN or infinity


# %% best_lr
def best_lr(curves, last=20):
    lrs = list(curves)
    means = [np.mean(curves[lr][-last:]) for lr in lrs]
    return lrs[np.argmin(means)]
