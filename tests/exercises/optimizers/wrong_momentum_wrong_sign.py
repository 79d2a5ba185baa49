# ruff: noqa
# loses: test_momentum
# kind: momentum's sign
# The velocity is subtracted.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = -mu * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    if nesterov:
        return g + mu * v
    return v.copy()
