# ruff: noqa
"""Whoever is ahead on more seeds."""
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
    wins = int((d < 0).sum())
    return "no conclusion" if 2 * wins == n else first if 2 * wins > n else second
