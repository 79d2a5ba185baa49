# loses: test_judge
# kind: arguments changed
# ruff: noqa
"""Subtracts in place."""


# %% judge
def judge(first, second, classes):
    first -= second
    d = first[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
