# ruff: noqa
# loses: test_adam
# kind: state shared
# Counts the steps in an attribute of the function: a second run goes on.


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    adam.steps = getattr(adam, "steps", 0) + 1
    g = np.asarray(g, dtype=float)
    memory["m"] = beta1 * memory.get("m", 0.0) + (1 - beta1) * g
    memory["s"] = beta2 * memory.get("s", 0.0) + (1 - beta2) * g**2
    m_hat = memory["m"] / (1 - beta1**adam.steps)
    s_hat = memory["s"] / (1 - beta2**adam.steps)
    return m_hat / (np.sqrt(s_hat) + eps)
