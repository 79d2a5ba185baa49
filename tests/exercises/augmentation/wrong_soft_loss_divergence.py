# loses: test_soft_cross_entropy
# kind: another method
# ruff: noqa
"""The entropy of the targets is taken off."""


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    log_p = logits.log_softmax(dim=1)
    return nn.functional.kl_div(log_p, targets, reduction="batchmean")


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    p = tf.nn.softmax_cross_entropy_with_logits(targets, logits)
    entropy = -tf.reduce_sum(tf.math.xlogy(targets, targets), axis=1)
    return tf.reduce_mean(p - entropy)
