# ruff: noqa
# loses: test_momentum
# kind: state shared
# Begins anew at t = 1 only, in an attribute of the function: two runs in turn mix their
# velocities.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    if t == 1:
        momentum.v = np.zeros_like(g)
    momentum.v = mu * momentum.v + g
    return g + mu * momentum.v if nesterov else momentum.v.copy()
