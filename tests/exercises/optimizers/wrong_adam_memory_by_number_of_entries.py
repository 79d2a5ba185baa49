# ruff: noqa
# loses: test_adam
# kind: state shared
# The memory of a module, by size: another run of the same size goes on with it.


# %% adam
_moments = {}


def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.asarray(g, dtype=float)
    m, s = _moments.get(g.size, (0.0, 0.0))
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    _moments[g.size] = m, s
    return m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps)
