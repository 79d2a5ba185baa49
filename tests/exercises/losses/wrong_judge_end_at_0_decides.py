# loses: test_judge
# kind: edge case
# keeps: 1 of test_judge
# ruff: noqa
"""An end at 0 decides."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low >= 0 else "lower" if high <= 0 else "no conclusion"
