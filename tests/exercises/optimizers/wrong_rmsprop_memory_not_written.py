# ruff: noqa
# loses: test_rmsprop
# kind: not started anew
# The running mean is not kept: each step is a first one.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    return g / np.sqrt(s + eps)
