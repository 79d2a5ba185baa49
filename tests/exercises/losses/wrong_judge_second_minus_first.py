# loses: test_judge
# kind: order of arguments
# ruff: noqa
"""Second minus first."""


# %% judge
def judge(first, second, classes):
    d = (second - first)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
