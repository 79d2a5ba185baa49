# ruff: noqa
"""argmax over a single column: always class 0."""
# loses: test_binary_predictions
# kind: shape or type returned


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return logits.argmax(dim=1)


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.argmax(logits, axis=1)
