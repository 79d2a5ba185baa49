# loses: test_interaction
# kind: global for an argument
# ruff: noqa
"""The seeds of the notebook, 0 to 4."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in range(5) if seed in none and seed in a and seed in b and seed in both]
    return {seed: both[seed] - a[seed] - b[seed] + none[seed] for seed in seeds}
