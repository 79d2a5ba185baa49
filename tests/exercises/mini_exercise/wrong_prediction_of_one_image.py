# ruff: noqa
"""`squeeze()` without an axis: for a batch of one example the shape is (), not (1,)."""
# loses: test_binary_predictions
# kind: batch of one


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return (logits.squeeze() > 0).long()


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.cast(tf.squeeze(logits) > 0, tf.int64)
