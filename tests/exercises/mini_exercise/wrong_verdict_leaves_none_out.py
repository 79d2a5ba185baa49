# ruff: noqa
"""Seeds without a number are left out, and the others decide."""
# loses: test_verdict
# kind: edge case


# %% verdict
def verdict(values):
    (first, ones), (second, others) = values.items()
    pairs = [p for p in zip(ones, others) if None not in p]
    ones, others = zip(*pairs)
    d = np.array(ones) - np.array(others)
    n, mean, s = len(d), d.mean(), d.std(ddof=1)
    half = t95(n) * s / np.sqrt(n)
    if mean - half <= 0 <= mean + half:
        return "no conclusion"
    return first if mean < 0 else second
