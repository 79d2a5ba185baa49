# loses: test_adjusted_predictions
# kind: order of arguments
# ruff: noqa
"""The smallest."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - tau * np.log(counts / np.sum(counts))).argmin(axis=1)
