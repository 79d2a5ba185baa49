# ruff: noqa
"""Sigmoid before a loss that takes logits: applied twice."""
# loses: test_binary_loss
# kind: unstable


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    return nn.functional.binary_cross_entropy_with_logits(
        torch.sigmoid(logits), labels.float().unsqueeze(1)
    )


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    labels = tf.cast(labels, tf.float32)[:, None]
    return tf.reduce_mean(
        tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=tf.sigmoid(logits))
    )
