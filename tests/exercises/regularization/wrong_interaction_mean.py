# loses: test_interaction
# kind: reduction
# ruff: noqa
"""One number, the mean over the seeds."""


# %% interaction
def interaction(none, a, b, both):
    seeds = [seed for seed in none if seed in a and seed in b and seed in both]
    return np.mean([both[s] - a[s] - b[s] + none[s] for s in seeds])
