# ruff: noqa
# loses: test_momentum
# kind: shape or type returned
# The direction is a vector, whatever the shape of g.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.ravel(np.asarray(g, dtype=float))
    v = mu * memory.get("v", np.zeros_like(g)) + g
    memory["v"] = v
    if nesterov:
        return g + mu * v
    return v.copy()
