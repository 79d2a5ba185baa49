# loses: test_soft_cross_entropy
# kind: reduction
# ruff: noqa
"""The mean over images and classes."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(dim=1)).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_mean(targets * tf.nn.log_softmax(logits, axis=1), axis=1))
