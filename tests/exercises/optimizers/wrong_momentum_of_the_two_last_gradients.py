# ruff: noqa
# loses: test_momentum
# kind: part left out
# Keeps the last gradient only, which is right for two steps.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.array(g, dtype=float)
    v = g + mu * memory.get("last", 0.0)
    memory["last"] = g
    return g + mu * v if nesterov else v
