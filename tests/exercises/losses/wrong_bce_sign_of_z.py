# loses: test_binary_cross_entropy
# kind: order of arguments
# ruff: noqa
"""log(1 + exp(-z)) in place of log(1 + exp(z))."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.logaddexp(0, -logits) - labels * logits.astype(float))
