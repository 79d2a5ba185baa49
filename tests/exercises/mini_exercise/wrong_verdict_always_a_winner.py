# ruff: noqa
"""The smaller mean wins, whatever the seeds say."""
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
    return first if mean < 0 else second
