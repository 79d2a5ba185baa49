# loses: test_verdict
# kind: part left out
# keeps: 1 of test_verdict
# ruff: noqa
"""Only lower and no conclusion."""


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=float) - np.array(second, dtype=float)
    n = len(d)
    mean = d.mean()
    half = stdtrit(n - 1, 0.975) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    return mean, low, high, "no conclusion"
