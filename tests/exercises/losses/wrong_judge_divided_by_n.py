# loses: test_judge
# kind: wrong number
# ruff: noqa
"""s / n."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / len(d)
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
