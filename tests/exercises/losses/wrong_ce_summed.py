# loses: test_cross_entropy
# kind: reduction
# keeps: 1 of test_cross_entropy
# ruff: noqa
"""The loss is a sum."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=np.float64)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    images = np.arange(len(z))
    gradient = np.exp(log_p)
    gradient[images, labels] -= 1
    return -log_p[images, labels].sum(), gradient / len(z)
