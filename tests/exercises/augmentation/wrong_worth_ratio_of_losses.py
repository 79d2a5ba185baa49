# loses: test_worth
# kind: another method
# ruff: noqa
"""The ratio of the losses."""


# %% worth
def worth(counts, plain, augmented):
    return [
        p / a if plain[-1] <= a <= plain[0] else None for p, a in zip(plain, augmented)
    ]
