# loses: test_judge
# kind: hard-coded output
# ruff: noqa
"""t of five seeds, as in the cell below."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(5) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
