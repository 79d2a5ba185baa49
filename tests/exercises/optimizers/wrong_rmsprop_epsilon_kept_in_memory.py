# ruff: noqa
# loses: test_rmsprop
# kind: epsilon elsewhere
# Epsilon goes into the running mean, and adds up there.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * g**2 + eps
    memory["s"] = s
    return g / np.sqrt(s)
