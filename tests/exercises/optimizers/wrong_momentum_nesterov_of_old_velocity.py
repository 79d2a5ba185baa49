# ruff: noqa
# loses: test_momentum
# kind: order of arguments
# keeps: 1 of test_momentum
# Nesterov's look ahead is made from the velocity before the step.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=float)
    old = memory.get("v", np.zeros_like(g))
    memory["v"] = mu * old + g
    if nesterov:
        return g + mu * old
    return memory["v"].copy()
