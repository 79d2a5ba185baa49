# loses: test_interaction
# kind: order of arguments
# ruff: noqa
"""By the order in the dicts, not by the seeds."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    rows = zip(*([d[s] for s in d if s in seeds] for d in (none, a, b, both)))
    return {s: w - u - v + z for s, (z, u, v, w) in zip(seeds, rows)}
