# loses: test_judge
# kind: shape or type returned
# ruff: noqa
"""The verdict is forgotten."""


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high
