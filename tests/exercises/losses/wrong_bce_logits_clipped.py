# loses: test_binary_cross_entropy
# kind: unstable
# ruff: noqa
"""Logits are clipped at 500."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    logits = np.clip(logits, -500, 500)
    return np.mean(np.logaddexp(0, logits) - labels * logits.astype(float))
