# loses: test_soft_cross_entropy
# kind: order of arguments
# ruff: noqa
"""Targets and logits are exchanged."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(logits * targets.log_softmax(dim=1)).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(logits * tf.nn.log_softmax(targets, axis=1), axis=1))
