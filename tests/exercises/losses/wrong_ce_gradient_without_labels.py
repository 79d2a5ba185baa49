# loses: test_cross_entropy
# kind: part left out
# keeps: 1 of test_cross_entropy
# ruff: noqa
"""The 1 of the right class is not taken off."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=np.float64)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    images = np.arange(len(z))
    gradient = np.exp(log_p)
    return -log_p[images, labels].mean(), gradient / len(z)
