# loses: test_soft_cross_entropy
# kind: unstable
# ruff: noqa
"""Logits are clamped at 50."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.clamp(-50, 50).log_softmax(dim=1)).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(tf.clip_by_value(logits, -50, 50), axis=1), axis=1))
