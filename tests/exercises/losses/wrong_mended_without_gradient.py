# loses: test_mended_loss
# kind: shape or type returned
# ruff: noqa
"""Goes through NumPy, where the gradient ends."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    z = torch.tensor(scores.detach().numpy())
    return nn.functional.cross_entropy(z, labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    z = tf.constant(scores.numpy())
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, z))
