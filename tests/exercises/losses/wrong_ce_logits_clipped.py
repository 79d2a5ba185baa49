# loses: test_cross_entropy
# kind: unstable
# ruff: noqa
"""Logits are clipped at 700."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=np.float64)
    z = np.clip(z, -700, 700)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    images = np.arange(len(z))
    gradient = np.exp(log_p)
    gradient[images, labels] -= 1
    return -log_p[images, labels].mean(), gradient / len(z)
