# ruff: noqa
"""Looks for missing numbers in the first list alone, and takes 1000 for others."""
# loses: test_verdict
# kind: edge case


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    others = [1000 if v is None else v for v in others]
    if None in ones:
        return "no conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=1)
    half = t95(n) * s / np.sqrt(n)
    if mean - half <= 0 <= mean + half:
        return "no conclusion"
    return first if mean < 0 else second
