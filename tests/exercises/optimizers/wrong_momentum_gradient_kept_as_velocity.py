# ruff: noqa
# loses: test_momentum
# kind: arguments changed
# The first gradient itself becomes the velocity, and is then updated in place.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    if "v" not in memory:
        memory["v"] = np.asarray(g, dtype=float)
    else:
        memory["v"] *= mu
        memory["v"] += g
    v = memory["v"].copy()
    return g + mu * v if nesterov else v
