# loses: test_worth
# kind: another method
# ruff: noqa
"""One straight line fitted to all points."""


# %% worth
def worth(counts, plain, augmented):
    slope, start = np.polyfit(plain, np.log(counts), 1)
    return [
        float(np.exp(start + slope * loss)) / n if plain[-1] <= loss <= plain[0] else None
        for n, loss in zip(counts, augmented)
    ]
