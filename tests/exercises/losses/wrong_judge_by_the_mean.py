# loses: test_judge
# kind: part left out
# keeps: 1 of test_judge
# ruff: noqa
"""The sign of the mean decides."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if mean > 0 else "lower" if mean < 0 else "no conclusion"
