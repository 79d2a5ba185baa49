# loses: test_binary_cross_entropy
# kind: shape or type returned
# ruff: noqa
"""One loss per image."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.logaddexp(0, logits) - labels * logits.astype(float), axis=-1)
