# loses: test_soft_cross_entropy
# kind: epsilon elsewhere
# ruff: noqa
"""A small number is added to the softmax."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * (logits.softmax(dim=1) + 1e-7).log()).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.math.log(tf.nn.softmax(logits, axis=1) + 1e-7), axis=1))
