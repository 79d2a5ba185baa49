# loses: test_soft_cross_entropy
# kind: wrong number
# ruff: noqa
"""The logarithm to base 2."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean() / np.log(2)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -1 / np.log(2) * tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(logits, axis=1), axis=1))
