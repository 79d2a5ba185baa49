# ruff: noqa
"""The mean over the examples of each class first, then over the two classes: right only where both
have as many examples."""
# loses: test_binary_loss
# kind: reduction


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    z = logits[:, 0]
    ones = nn.functional.softplus(-z[labels == 1])
    zeros = nn.functional.softplus(z[labels == 0])
    return torch.stack([part.mean() for part in (ones, zeros) if len(part)]).mean()


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    z = logits[:, 0]
    ones = tf.nn.softplus(-tf.boolean_mask(z, labels == 1))
    zeros = tf.nn.softplus(tf.boolean_mask(z, labels == 0))
    return tf.reduce_mean([tf.reduce_mean(part) for part in (ones, zeros) if len(part)])
