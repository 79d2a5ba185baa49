# loses: test_interaction
# kind: part left out
# ruff: noqa
"""Its size alone."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    return {seed: abs(both[seed] - a[seed] - b[seed] + none[seed]) for seed in seeds}
