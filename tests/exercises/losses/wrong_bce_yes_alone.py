# loses: test_binary_cross_entropy
# kind: part left out
# ruff: noqa
"""Only the questions with a yes count."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(labels * np.logaddexp(0, -logits.astype(float)))
