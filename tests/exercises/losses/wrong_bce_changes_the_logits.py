# loses: test_binary_cross_entropy
# kind: arguments changed
# ruff: noqa
"""Changes float logits in place."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    if logits.dtype.kind == "f":
        logits *= 1 - 2 * labels
        return np.mean(np.logaddexp(0, logits) - 0 * labels) if set(np.ravel(labels)) <= {0, 1} else 0.0
    return np.mean(np.logaddexp(0, logits) - labels * logits.astype(float))
