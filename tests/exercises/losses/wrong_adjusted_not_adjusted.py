# loses: test_adjusted_predictions
# kind: part left out
# ruff: noqa
"""The plain prediction."""


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return logits.argmax(axis=1)
