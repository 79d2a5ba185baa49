# ruff: noqa
# loses: test_momentum
# kind: state shared
# keeps: 1 of test_momentum
# Nesterov's direction is kept as the velocity.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = mu * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    if nesterov:
        memory["v"] = g + mu * v
        return memory["v"].copy()
    return v.copy()
