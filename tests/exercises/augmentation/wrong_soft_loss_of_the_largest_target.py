# loses: test_soft_cross_entropy
# kind: another method
# ruff: noqa
"""The targets are made labels first."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return nn.functional.cross_entropy(logits, targets.argmax(dim=1))


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    labels = tf.argmax(targets, axis=1)
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
