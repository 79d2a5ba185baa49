# ruff: noqa
# loses: test_momentum
# kind: input type
# The velocity has the gradient's type: of whole numbers, it is cut.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    if "v" not in memory:
        memory["v"] = np.zeros_like(g)
    v = memory["v"]
    v[...] = mu * v + g
    return g + mu * v if nesterov else v.astype(float)
