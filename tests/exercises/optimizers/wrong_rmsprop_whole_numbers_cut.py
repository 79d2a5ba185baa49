# ruff: noqa
# loses: test_rmsprop
# kind: input type
# The memory has the type of the gradient.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    s = memory.setdefault("s", np.zeros_like(g))
    s[:] = rho * s + (1 - rho) * g**2
    return g / np.sqrt(s + eps)
