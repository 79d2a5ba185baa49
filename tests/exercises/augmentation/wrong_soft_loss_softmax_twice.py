# loses: test_soft_cross_entropy
# kind: another method
# ruff: noqa
"""A softmax before a loss that has its own."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return nn.functional.cross_entropy(logits.softmax(dim=1), targets)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    p = tf.nn.softmax(logits)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, p))
