# ruff: noqa
"""Right classes, but in the shape (batch, 1): compared with labels, they broadcast."""
# loses: test_binary_predictions
# kind: shape or type returned


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return (torch.sigmoid(logits) > 0.5).int()


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.cast(tf.sigmoid(logits) > 0.5, tf.int32)
