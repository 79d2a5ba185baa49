# ruff: noqa
# loses: test_momentum
# kind: arguments changed
# keeps: 1 of test_momentum
# Nesterov's direction is added up in g itself.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    v = mu * memory.get("v", 0.0) + np.asarray(g, dtype=float)
    memory["v"] = v
    if nesterov:
        g = np.asarray(g, dtype=float)
        g += mu * v
        return g
    return v.copy()
