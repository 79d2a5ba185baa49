# loses: test_judge
# kind: NaN or infinity
# ruff: noqa
"""Divides by the standard deviation: NaN where all differences are the same."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    s = d.std(ddof=1) / len(d) ** 0.5
    t = d.mean() / s
    low, high = (t - t_point(len(d))) * s, (t + t_point(len(d))) * s
    return d.mean(), low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
