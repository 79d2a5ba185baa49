# loses: test_cross_entropy
# kind: unstable
# keeps: 1 of test_cross_entropy
# ruff: noqa
"""The maximum is taken off, but the logarithm is that of a probability, which may be 0; the gradient is right."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = logits.astype(float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    images = np.arange(len(p))
    loss = -np.log(p[images, labels]).mean()
    p[images, labels] -= 1
    return loss, p / len(p)
