# loses: test_verdict
# kind: shape or type returned
# keeps: 1 of test_verdict
# ruff: noqa
"""Mean, half of the width, and the word."""


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=float) - np.array(second, dtype=float)
    n = len(d)
    mean = d.mean()
    half = stdtrit(n - 1, 0.975) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, half, half, "lower"
    if low > 0:
        return mean, half, half, "higher"
    return mean, half, half, "no conclusion"
