# loses: test_verdict
# kind: edge case
# ruff: noqa
"""A loss that is missing counts as 0."""


# %% verdict
def verdict(first, second):
    seeds = [*first, *(seed for seed in second if seed not in first)]
    d = np.array([first.get(seed, 0.0) - second.get(seed, 0.0) for seed in seeds])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
