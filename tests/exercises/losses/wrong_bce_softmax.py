# loses: test_binary_cross_entropy
# kind: another method
# ruff: noqa
"""A softmax over the questions."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z = logits.astype(float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return -np.mean(labels * log_p)
