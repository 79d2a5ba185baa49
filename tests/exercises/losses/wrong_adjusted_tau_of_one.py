# loses: test_adjusted_predictions
# kind: wrong number
# ruff: noqa
"""tau is ignored."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - np.log(counts / np.sum(counts))).argmax(axis=1)
