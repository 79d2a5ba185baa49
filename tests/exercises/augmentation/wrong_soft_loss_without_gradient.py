# loses: test_soft_cross_entropy
# kind: shape or type returned
# ruff: noqa
"""The gradient is cut off."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.detach().log_softmax(dim=1)).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(tf.stop_gradient(logits), axis=1), axis=1))
