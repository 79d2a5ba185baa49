# loses: test_smoothed_cross_entropy
# kind: unstable
# ruff: noqa
"""The logarithm of a softmax that may be 0."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = logits.softmax(dim=1).log()
    right = log_p.gather(1, labels[:, None])[:, 0]
    return -((1 - epsilon) * right + epsilon * log_p.mean(dim=1)).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.math.log(tf.nn.softmax(logits))
    right = tf.gather(log_p, labels, batch_dims=1)
    return -tf.reduce_mean((1 - epsilon) * right + epsilon * tf.reduce_mean(log_p, axis=1))
