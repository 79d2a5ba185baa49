# ruff: noqa
"""The standard deviation, not divided by the root of n."""
# loses: test_verdict
# kind: part left out


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    if None in ones or None in others:
        return "no conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=1)
    half = t95(n) * s
    if mean - half <= 0 <= mean + half:
        return "no conclusion"
    return first if mean < 0 else second
