# loses: test_mended_loss
# kind: another method
# ruff: noqa
"""The division is taken out, the exponentials stay."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    scores = scores - scores.max(dim=1, keepdim=True).values
    return nn.functional.cross_entropy(torch.exp(scores), labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    scores = scores - tf.reduce_max(scores, axis=1, keepdims=True)
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, tf.exp(scores))
    return tf.reduce_mean(losses)
