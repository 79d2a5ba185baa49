# ruff: noqa
"""Class 1 at a probability of exactly 1/2 (logit 0), too: "above" is not "at or above"."""
# loses: test_binary_predictions
# kind: wrong number


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return (logits[:, 0] >= 0).long()


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.cast(logits[:, 0] >= 0, tf.int64)
