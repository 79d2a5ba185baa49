# ruff: noqa
# loses: test_momentum
# kind: state shared
# The velocity is in a dict of the module: another run does not begin at 0.


# %% momentum
_state = {}


def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    v = mu * _state.get(g.shape, np.zeros_like(g)) + g
    _state[g.shape] = v
    return g + mu * v if nesterov else v.copy()
