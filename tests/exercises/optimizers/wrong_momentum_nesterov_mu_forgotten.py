# ruff: noqa
# loses: test_momentum
# kind: part left out
# keeps: 1 of test_momentum
# Nesterov's direction adds the whole velocity.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = mu * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    if nesterov:
        return g + v
    return v.copy()
