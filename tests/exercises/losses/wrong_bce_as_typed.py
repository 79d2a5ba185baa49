# loses: test_binary_cross_entropy
# kind: unstable
# ruff: noqa
"""The formula as it stands overflows."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z = logits.astype(float)
    return np.mean(np.log(1 + np.exp(z)) - labels * z)
