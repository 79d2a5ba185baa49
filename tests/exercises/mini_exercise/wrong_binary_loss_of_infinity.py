# ruff: noqa
"""The definition, word by word: log(1 - sigmoid(100)) is -infinity, and 0 times it is NaN."""
# loses: test_binary_loss
# kind: unstable


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    p = torch.sigmoid(logits).squeeze(1)
    return -(labels * torch.log(p) + (1 - labels) * torch.log(1 - p)).mean()


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    p = tf.sigmoid(tf.squeeze(logits, 1))
    labels = tf.cast(labels, p.dtype)
    return -tf.reduce_mean(labels * tf.math.log(p) + (1 - labels) * tf.math.log(1 - p))
