# loses: test_verdict
# kind: biased or unbiased
# ruff: noqa
"""The standard deviation is divided by n."""


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=float) - np.array(second, dtype=float)
    n = len(d)
    mean = d.mean()
    half = stdtrit(n - 1, 0.975) * d.std(ddof=0) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
