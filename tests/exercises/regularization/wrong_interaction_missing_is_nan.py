# loses: test_interaction
# kind: edge case
# ruff: noqa
"""Seeds that are not in all four are NaN."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    seeds = list(dict.fromkeys([*none, *a, *b, *both]))
    none, a, b, both = (dict.fromkeys(seeds, np.nan) | d for d in (none, a, b, both))
    return {seed: both[seed] - a[seed] - b[seed] + none[seed] for seed in seeds}
