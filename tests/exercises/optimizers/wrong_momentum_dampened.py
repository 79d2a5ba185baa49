# ruff: noqa
# loses: test_momentum
# kind: wrong number
# The gradient counts 1 - mu: a running mean, not a sum.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = mu * memory.get("v", np.zeros_like(g)) + (1 - mu) * g
    memory["v"] = v
    if nesterov:
        return g + mu * v
    return v.copy()
