# ruff: noqa
# loses: test_rmsprop
# kind: order of arguments
# rho and 1 - rho change places.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    s = (1 - rho) * memory.get("s", 0.0) + rho * g**2
    memory["s"] = s
    return g / np.sqrt(s + eps)
