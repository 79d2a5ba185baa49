# loses: test_adjusted_predictions
# kind: another method
# ruff: noqa
"""The rarest class wins whenever it is among the two largest logits."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    two = np.argsort(logits, axis=1)[:, -2:]
    return np.array([min(pair, key=lambda k: counts[k]) for pair in two])
