# ruff: noqa
"""The names are sorted first, the values are not."""
# loses: test_verdict
# kind: order of arguments


# %% verdict
def verdict(values):
    first, second = sorted(values)
    ones, others = values.values()
    if None in ones or None in others:
        return "no conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=1)
    half = t95(n) * s / np.sqrt(n)
    if mean - half <= 0 <= mean + half:
        return "no conclusion"
    return first if mean < 0 else second
