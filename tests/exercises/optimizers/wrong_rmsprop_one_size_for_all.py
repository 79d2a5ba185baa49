# ruff: noqa
# loses: test_rmsprop
# kind: reduction
# One mean square for all entries.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * np.mean(g**2)
    memory["s"] = s
    return g / np.sqrt(s + eps)
