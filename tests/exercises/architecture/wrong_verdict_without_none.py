# loses: test_verdict
# kind: shape or type returned
# keeps: 1 of test_verdict
# ruff: noqa
"""No word if there is no conclusion."""


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=float) - np.array(second, dtype=float)
    n = len(d)
    mean = d.mean()
    half = stdtrit(n - 1, 0.975) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, None
