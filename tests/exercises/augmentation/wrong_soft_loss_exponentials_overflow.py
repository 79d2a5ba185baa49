# loses: test_soft_cross_entropy
# kind: unstable
# ruff: noqa
"""exp(100) is infinite in float32."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * (logits - logits.exp().sum(dim=1, keepdim=True).log())).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * (logits - tf.math.log(tf.reduce_sum(tf.exp(logits), axis=1, keepdims=True))), axis=1))
