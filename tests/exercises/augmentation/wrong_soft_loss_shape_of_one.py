# loses: test_soft_cross_entropy
# kind: shape or type returned
# ruff: noqa
"""Shape (1,), not ()."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean().reshape(1)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return tf.reshape(-tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(logits, axis=1), axis=1)), [1])
