# loses: test_mended_loss
# kind: shape or type returned
# ruff: noqa
"""One loss per image."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    return nn.functional.cross_entropy(scores, labels, reduction="none")


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores)
