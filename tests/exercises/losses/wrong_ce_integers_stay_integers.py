# loses: test_cross_entropy
# kind: input type
# keeps: 1 of test_cross_entropy
# ruff: noqa
"""The gradient has the type of the logits: of integers, it is zeros."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(z).sum(axis=1))
    images = np.arange(len(z))
    gradient = np.empty_like(logits)
    gradient[:] = np.exp(z - log_sums[:, None]) / len(z)
    gradient[images, labels] -= np.asarray(1 / len(z)).astype(gradient.dtype)
    return (log_sums - z[images, labels]).mean(), gradient
