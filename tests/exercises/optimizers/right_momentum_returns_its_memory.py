# ruff: noqa
# loses: nothing
# The direction returned is the array in the memory; it is replaced, never changed, so what earlier
# calls returned stays. Who changes a returned direction changes the memory.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    memory["v"] = mu * memory.get("v", 0.0) + g
    return g + mu * memory["v"] if nesterov else memory["v"]
