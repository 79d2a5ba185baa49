# ruff: noqa
"""The standard deviation with n in place of n - 1."""
# loses: test_verdict
# kind: biased or unbiased


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    if None in ones or None in others:
        return "no conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=0)
    half = t95(n) * s / np.sqrt(n)
    if mean - half <= 0 <= mean + half:
        return "no conclusion"
    return first if mean < 0 else second
