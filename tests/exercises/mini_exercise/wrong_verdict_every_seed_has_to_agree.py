# ruff: noqa
"""A winner only if it is ahead on every seed."""
# loses: test_verdict
# kind: another method


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    if None in ones or None in others:
        return "no conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=1)
    half = t95(n) * s / np.sqrt(n)
    if not (np.all(d < 0) or np.all(d > 0)):
        return "no conclusion"
    return first if mean < 0 else second
