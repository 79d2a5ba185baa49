# ruff: noqa
"""The logits are clamped to ±15 so that nothing overflows: no gradient beyond, too small a loss."""
# loses: test_binary_loss
# kind: unstable


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    p = torch.sigmoid(logits[:, 0].clamp(-15, 15))
    return torch.where(labels == 1, -torch.log(p), -torch.log(1 - p)).mean()


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    p = tf.sigmoid(tf.clip_by_value(logits[:, 0], -15, 15))
    return tf.reduce_mean(tf.where(labels == 1, -tf.math.log(p), -tf.math.log(1 - p)))
