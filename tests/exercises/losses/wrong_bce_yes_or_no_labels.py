# loses: test_binary_cross_entropy
# kind: input type
# ruff: noqa
"""Labels are taken for truth values: something between counts as a yes."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    labels = labels > 0
    return np.mean(np.logaddexp(0, logits) - labels * logits.astype(float))
