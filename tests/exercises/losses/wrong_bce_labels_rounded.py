# loses: test_binary_cross_entropy
# kind: input type
# ruff: noqa
"""Labels between 0 and 1 become 0."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.logaddexp(0, logits) - labels.astype(int) * logits.astype(float))
