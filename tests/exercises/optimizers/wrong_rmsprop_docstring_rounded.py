# ruff: noqa
# loses: test_rmsprop
# kind: wrong number
# Rounded to as many digits as the example shows.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    memory["s"] = s
    return np.round(g / np.sqrt(s + eps), 8)
