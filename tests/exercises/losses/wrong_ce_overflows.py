# loses: test_cross_entropy
# kind: unstable
# ruff: noqa
"""The exponentials of large logits overflow."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=np.float64)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    images = np.arange(len(z))
    gradient = np.exp(log_p)
    gradient[images, labels] -= 1
    return -log_p[images, labels].mean(), gradient / len(z)
