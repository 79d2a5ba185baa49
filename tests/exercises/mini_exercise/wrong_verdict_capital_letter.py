# ruff: noqa
""""No conclusion", with a capital."""
# loses: test_verdict
# kind: shape or type returned


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    if None in ones or None in others:
        return "No conclusion"
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=1)
    half = t95(n) * s / np.sqrt(n)
    if mean - half <= 0 <= mean + half:
        return "No conclusion"
    return first if mean < 0 else second
