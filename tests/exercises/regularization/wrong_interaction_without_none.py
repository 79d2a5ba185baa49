# loses: test_interaction
# kind: part left out
# ruff: noqa
"""Losses instead of effects: both minus the sum of a and b."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    return {seed: both[seed] - a[seed] - b[seed] for seed in seeds}
