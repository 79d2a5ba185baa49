# ruff: noqa
"""Two separate intervals: the differences between seeds count as noise."""
# loses: test_verdict
# kind: another method


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    if None in ones or None in others:
        return "no conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), np.sqrt(np.var(ones, ddof=1) + np.var(others, ddof=1))
    half = t95(n) * s / np.sqrt(n)
    if mean - half <= 0 <= mean + half:
        return "no conclusion"
    return first if mean < 0 else second
