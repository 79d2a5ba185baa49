# loses: test_verdict
# kind: order of arguments
# ruff: noqa
"""The quantile and the degrees of freedom mixed up: NaN."""


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=float) - np.array(second, dtype=float)
    n = len(d)
    mean = d.mean()
    half = stdtrit(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
