# loses: test_soft_cross_entropy
# kind: another method
# ruff: noqa
"""A yes-or-no question for each class."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return nn.functional.binary_cross_entropy_with_logits(logits, targets)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(targets, logits))
