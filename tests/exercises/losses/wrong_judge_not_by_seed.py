# loses: test_judge
# kind: another method
# ruff: noqa
"""Two groups instead of pairs."""


# %% judge
def judge(first, second, classes):
    a, b = first[:, classes].mean(axis=1), second[:, classes].mean(axis=1)
    n, mean = len(a), a.mean() - b.mean()
    half = t_point(n) * np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
