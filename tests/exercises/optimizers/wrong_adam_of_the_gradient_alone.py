# ruff: noqa
# loses: test_adam
# kind: part left out
# The gradient is divided, not its mean.


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.asarray(g, dtype=float)
    m = beta1 * memory.get("m", 0.0) + (1 - beta1) * g
    s = beta2 * memory.get("s", 0.0) + (1 - beta2) * g**2
    memory["m"], memory["s"] = m, s
    m_hat = g
    s_hat = s / (1 - beta2**t)
    return m_hat / (np.sqrt(s_hat) + eps)
