# ruff: noqa
# loses: test_adam
# kind: state shared
# What is corrected goes back into the memory.


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.asarray(g, dtype=float)
    m = beta1 * memory.get("m", 0.0) + (1 - beta1) * g
    s = beta2 * memory.get("s", 0.0) + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    memory["m"], memory["s"] = m_hat, s_hat
    return m_hat / (np.sqrt(s_hat) + eps)
