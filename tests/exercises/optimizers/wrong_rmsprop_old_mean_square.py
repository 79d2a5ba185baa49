# ruff: noqa
# loses: test_rmsprop
# kind: off by one
# Divides by the mean square before the step; the first step uses its own.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    memory["s"] = s
    before = memory.get("before", s)
    memory["before"] = s
    return g / np.sqrt(before + eps)
