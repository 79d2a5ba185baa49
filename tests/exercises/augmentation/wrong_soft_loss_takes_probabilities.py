# loses: test_soft_cross_entropy
# kind: another method
# ruff: noqa
"""Keras' loss takes the logits for probabilities."""


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return keras.losses.CategoricalCrossentropy()(targets, logits)
