# loses: test_adjusted_predictions
# kind: global for an argument
# ruff: noqa
"""The numbers of the notebook, sorted."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    counts = np.bincount(y_train, minlength=logits.shape[1])[: logits.shape[1]] + 1
    return (logits - tau * np.log(counts / np.sum(counts))).argmax(axis=1)
