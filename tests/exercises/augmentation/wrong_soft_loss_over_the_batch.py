# loses: test_soft_cross_entropy
# kind: another axis
# ruff: noqa
"""The softmax runs over the batch."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(dim=0)).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(logits, axis=0), axis=1))
