# ruff: noqa
"""The sum over the batch instead of the mean."""
# loses: test_binary_loss
# kind: reduction


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    return nn.functional.binary_cross_entropy_with_logits(
        logits.squeeze(1), labels.float(), reduction="sum"
    )


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    labels = tf.cast(labels, logits.dtype)
    return tf.reduce_sum(
        tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits[:, 0])
    )
