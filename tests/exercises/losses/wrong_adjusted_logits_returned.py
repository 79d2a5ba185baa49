# loses: test_adjusted_predictions
# kind: shape or type returned
# ruff: noqa
"""The adjusted logits."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - tau * np.log(counts / np.sum(counts)))
