# loses: test_binary_cross_entropy
# kind: labels as predictions
# ruff: noqa
"""Compares the logits with their own answers."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.logaddexp(0, logits) - (logits > 0) * logits.astype(float))
