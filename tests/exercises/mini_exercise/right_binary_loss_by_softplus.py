# ruff: noqa
"""softplus of the logit, turned around where the label is 1."""
# loses: nothing


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    z = logits.flatten()
    return nn.functional.softplus(torch.where(labels.bool(), -z, z)).mean()


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    z = tf.reshape(logits, [-1])
    return tf.reduce_mean(tf.math.softplus(tf.where(tf.equal(labels, 1), -z, z)))
