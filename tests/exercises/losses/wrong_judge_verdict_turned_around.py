# loses: test_judge
# kind: order of arguments
# keeps: 1 of test_judge
# ruff: noqa
""""lower" for "higher"."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "lower" if low > 0 else "higher" if high < 0 else "no conclusion"
