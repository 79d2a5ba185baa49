# loses: test_binary_cross_entropy
# kind: reduction
# ruff: noqa
"""The questions of an image are summed, then the mean is taken over the images."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.sum(np.logaddexp(0, logits) - labels * logits.astype(float)) / len(logits)
