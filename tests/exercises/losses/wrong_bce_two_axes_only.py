# loses: test_binary_cross_entropy
# kind: input type
# ruff: noqa
"""Needs two axes: (n,) raises."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    n, k = logits.shape
    return np.mean(np.logaddexp(0, logits) - labels * logits.astype(float))
