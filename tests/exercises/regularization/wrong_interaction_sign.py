# loses: test_interaction
# kind: order of arguments
# ruff: noqa
"""The sum of the effects minus the effect of both."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    return {seed: a[seed] + b[seed] - both[seed] - none[seed] for seed in seeds}
