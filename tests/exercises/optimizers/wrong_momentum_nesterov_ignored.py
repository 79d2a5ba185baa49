# ruff: noqa
# loses: test_momentum
# kind: part left out
# keeps: 1 of test_momentum
# The same direction with and without nesterov.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = mu * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    return v.copy()
