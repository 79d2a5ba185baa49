# ruff: noqa
"""The two classes are swapped: -log sigmoid(logit) where the label is 0."""
# loses: test_binary_loss
# kind: order of arguments


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    sign = 2 * labels - 1
    return nn.functional.softplus(sign * logits[:, 0]).mean()


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    sign = tf.cast(2 * labels - 1, logits.dtype)
    return tf.reduce_mean(tf.nn.softplus(sign * logits[:, 0]))
