# loses: test_binary_cross_entropy
# kind: unstable
# ruff: noqa
"""The sigmoid is clipped at 1e-7."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500).astype(float)))
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
