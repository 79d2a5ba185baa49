# ruff: noqa
# loses: test_rmsprop
# kind: epsilon elsewhere
# The larger one of s and epsilon instead of their sum.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    memory["s"] = s
    return g / np.sqrt(np.maximum(s, eps))
