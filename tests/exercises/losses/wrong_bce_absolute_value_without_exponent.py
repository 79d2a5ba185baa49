# loses: test_binary_cross_entropy
# kind: unstable
# ruff: noqa
"""The stable formula without its maximum: right for logits up to 0."""


# %% binary_cross_entropy
def softplus(z):
    return np.log1p(np.exp(-np.abs(z)))


def binary_cross_entropy(logits, labels):
    z, t = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    return np.average(a=t * softplus(-z) + (1 - t) * softplus(z))
