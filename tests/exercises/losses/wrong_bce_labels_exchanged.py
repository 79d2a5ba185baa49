# loses: test_binary_cross_entropy
# kind: order of arguments
# ruff: noqa
"""1 is a no."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.logaddexp(0, logits) - (1 - labels) * logits.astype(float))
