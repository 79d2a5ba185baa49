# ruff: noqa
# loses: test_rmsprop
# kind: arguments changed
# The gradient is divided in place.


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    memory["s"] = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    g /= np.sqrt(memory["s"] + eps)
    return g
