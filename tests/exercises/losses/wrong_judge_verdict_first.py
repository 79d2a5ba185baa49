# loses: test_judge
# kind: order of arguments
# ruff: noqa
"""The verdict comes first."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return "higher" if low > 0 else "lower" if high < 0 else "no conclusion", mean, low, high
