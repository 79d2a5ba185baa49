# loses: test_adjusted_predictions
# kind: wrong number
# ruff: noqa
"""The logarithm to base 10."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - tau * np.log10(counts / np.sum(counts))).argmax(axis=1)
