# ruff: noqa
# loses: test_rmsprop
# kind: another method
# The sum of all squares, as in AdaGrad.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = memory.get("s", 0.0) + (1 - rho) * g**2
    memory["s"] = s
    return g / np.sqrt(s + eps)
