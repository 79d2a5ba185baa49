# loses: test_verdict
# kind: arguments changed
# ruff: noqa
"""The lists are sorted, for the median."""


# %% verdict
def verdict(first, second):
    pairs = np.array(first, dtype=float) - np.array(second, dtype=float)
    first.sort()
    d = pairs
    n = len(d)
    mean = d.mean()
    half = stdtrit(n - 1, 0.975) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
