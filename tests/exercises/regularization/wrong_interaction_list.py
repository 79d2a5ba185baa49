# loses: test_interaction
# kind: shape or type returned
# ruff: noqa
"""A list instead of a dict."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    return [both[seed] - a[seed] - b[seed] + none[seed] for seed in seeds]
