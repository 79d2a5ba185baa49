# ruff: noqa
# loses: test_rmsprop
# kind: edge case
# The running mean begins at the first square, not at 0.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", g**2) + (1 - rho) * g**2
    memory["s"] = s
    return g / np.sqrt(s + eps)
