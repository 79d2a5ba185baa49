# ruff: noqa
# loses: test_momentum
# kind: view for a copy
# keeps: 1 of test_momentum
# The velocity is updated in place and returned itself: what earlier calls returned changes.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    if t == 1:
        memory["v"] = np.zeros(np.shape(g), dtype=float)
    v = memory["v"]
    v *= mu
    v += g
    return g + mu * v if nesterov else v
