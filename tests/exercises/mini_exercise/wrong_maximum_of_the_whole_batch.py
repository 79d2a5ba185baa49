# ruff: noqa
"""The maximum subtracted before exp is that of the whole batch, not of each row: a row whose
logits all lie far below it underflows to log(0)."""
# loses: test_cross_entropy
# kind: another axis


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    shifted = logits - logits.max()
    log_sums = shifted.exp().sum(dim=1).log()
    return (log_sums - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    shifted = logits - tf.reduce_max(logits)
    log_sums = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=1))
    return tf.reduce_mean(log_sums - tf.gather(shifted, labels, axis=1, batch_dims=1))
