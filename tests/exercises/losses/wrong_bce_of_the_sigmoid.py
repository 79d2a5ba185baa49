# loses: test_binary_cross_entropy
# kind: unstable
# ruff: noqa
"""Logarithms of sigmoids that may be 0."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    p = 1 / (1 + np.exp(-logits.astype(float)))
    return -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
