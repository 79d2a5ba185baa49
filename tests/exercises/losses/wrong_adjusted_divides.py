# loses: test_adjusted_predictions
# kind: another method
# ruff: noqa
"""Divides the logits by the shares."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits / (counts / np.sum(counts)) ** tau).argmax(axis=1)
