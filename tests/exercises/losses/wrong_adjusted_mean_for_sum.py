# loses: test_adjusted_predictions
# kind: another axis
# ruff: noqa
"""The largest over the images."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - tau * np.log(counts / np.sum(counts))).argmax(axis=0)
