# ruff: noqa
"""Logits (batch, 1) and labels (batch,) broadcast to (batch, batch): every logit is compared with
every label."""
# loses: test_binary_loss
# kind: shape or type returned


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    return (nn.functional.softplus(logits) - labels * logits).mean()


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    labels = tf.cast(labels, logits.dtype)
    return tf.reduce_mean(tf.nn.softplus(logits) - labels * logits)
