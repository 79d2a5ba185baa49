# loses: test_soft_cross_entropy
# kind: unstable
# ruff: noqa
"""The softmax is clipped at 1e-12."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.softmax(dim=1).clamp(min=1e-12).log()).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.math.log(tf.maximum(tf.nn.softmax(logits, axis=1), 1e-12)), axis=1))
