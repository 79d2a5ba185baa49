# ruff: noqa
# loses: test_momentum
# kind: shape or type returned
# keeps: 1 of test_momentum
# Of whole numbers, the first direction is whole, too.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    v = g if t == 1 else mu * memory["v"] + g
    memory["v"] = v
    return g + mu * v if nesterov else v.copy()
