# ruff: noqa
"""The threshold 0.5 is put on the logit, not on the probability."""
# loses: test_binary_predictions
# kind: wrong number


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return (logits[:, 0] > 0.5).long()


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.cast(logits[:, 0] > 0.5, tf.int64)
