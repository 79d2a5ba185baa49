# loses: test_smoothed_cross_entropy
# kind: wrong number
# ruff: noqa
"""Divides epsilon by ten classes."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = logits.log_softmax(dim=1)
    right = log_p.gather(1, labels[:, None])[:, 0]
    return -((1 - epsilon) * right + epsilon * log_p.sum(dim=1) / 10).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.nn.log_softmax(logits)
    right = tf.gather(log_p, labels, batch_dims=1)
    return -tf.reduce_mean((1 - epsilon) * right + epsilon * tf.reduce_sum(log_p, axis=1) / 10)
