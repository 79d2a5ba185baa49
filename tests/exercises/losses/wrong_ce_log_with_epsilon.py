# loses: test_cross_entropy
# kind: epsilon elsewhere
# keeps: 1 of test_cross_entropy
# ruff: noqa
"""1e-12 is added to the probability before the logarithm."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = logits.astype(float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    images = np.arange(len(p))
    loss = -np.log(p[images, labels] + 1e-12).mean()
    p[images, labels] -= 1
    return loss, p / len(p)
