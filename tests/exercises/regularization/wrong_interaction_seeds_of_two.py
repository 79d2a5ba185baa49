# loses: test_interaction
# kind: edge case
# ruff: noqa
"""Asks whether a and b have the seed, not whether both has it."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b]
    return {seed: both[seed] - a[seed] - b[seed] + none[seed] for seed in seeds}
