# loses: test_mended_loss
# kind: another method
# ruff: noqa
"""Half the suspicious loss and half the right one."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    right = nn.functional.cross_entropy(scores, labels)
    return (right + suspicious_loss(scores, labels)) / 2


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    right = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores))
    return (right + suspicious_loss(scores, labels)) / 2
