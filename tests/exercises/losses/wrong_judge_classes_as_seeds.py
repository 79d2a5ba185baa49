# loses: test_judge
# kind: another axis
# ruff: noqa
"""classes picks rows."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[np.array(classes) % len(first)].mean(axis=0)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
