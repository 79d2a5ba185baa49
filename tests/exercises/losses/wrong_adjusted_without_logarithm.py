# loses: test_adjusted_predictions
# kind: part left out
# ruff: noqa
"""Takes the share off, not its logarithm."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - tau * (counts / np.sum(counts))).argmax(axis=1)
