# loses: test_soft_cross_entropy
# kind: unstable
# ruff: noqa
"""The logarithm of a softmax that may be 0."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.softmax(dim=1).log()).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.math.log(tf.nn.softmax(logits, axis=1)), axis=1))
