# loses: test_soft_cross_entropy
# kind: shape or type returned
# ruff: noqa
"""A float, from which no gradient flows."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean().item()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return float(-tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(logits, axis=1), axis=1)))
