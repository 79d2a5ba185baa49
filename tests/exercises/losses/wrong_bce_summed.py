# loses: test_binary_cross_entropy
# kind: reduction
# ruff: noqa
"""The sum of all."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.sum(np.logaddexp(0, logits) - labels * logits.astype(float))
