# ruff: noqa
# loses: test_rmsprop
# kind: another method
# A running mean of sizes instead of squares.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * np.abs(g)
    memory["s"] = s
    return g / (s + eps)
