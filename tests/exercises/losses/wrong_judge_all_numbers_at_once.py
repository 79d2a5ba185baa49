# loses: test_judge
# kind: reduction
# ruff: noqa
"""Each class at each seed is a difference of its own."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].ravel()
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
