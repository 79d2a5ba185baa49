# loses: test_cross_entropy
# kind: batch of one
# keeps: 1 of test_cross_entropy
# ruff: noqa
"""squeeze: a batch of one image loses its first axis."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=np.float64)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    images = np.arange(len(z))
    gradient = np.exp(log_p)
    gradient[images, labels] -= 1
    return -log_p[images, labels].mean(), (gradient / len(z)).squeeze()
