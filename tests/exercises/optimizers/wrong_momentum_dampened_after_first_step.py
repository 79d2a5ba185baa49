# ruff: noqa
# loses: test_momentum
# kind: wrong number
# The first step is a whole gradient, the later ones 1 - mu of one, as the docstring's example
# does not show (it does).


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    if t == 1:
        v = g.copy()
    else:
        v = mu * memory["v"] + (1 - mu) * g
    memory["v"] = v
    if nesterov:
        return g + mu * v
    return v.copy()
