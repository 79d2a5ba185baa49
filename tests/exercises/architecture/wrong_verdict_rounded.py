# loses: test_verdict
# kind: wrong number
# keeps: 1 of test_verdict
# ruff: noqa
"""Rounded to two digits; the word is right."""


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=float) - np.array(second, dtype=float)
    n = len(d)
    mean = d.mean()
    half = stdtrit(n - 1, 0.975) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    raw = low, high
    mean, low, high = mean.round(2), low.round(2), high.round(2)
    if raw[1] < 0:
        return mean, low, high, "lower"
    if raw[0] > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
