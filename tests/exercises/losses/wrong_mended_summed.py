# loses: test_mended_loss
# kind: reduction
# ruff: noqa
"""The sum over the batch."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    return nn.functional.cross_entropy(scores, labels, reduction="sum")


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    return tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores))
