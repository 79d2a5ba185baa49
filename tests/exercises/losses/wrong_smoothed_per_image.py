# loses: test_smoothed_cross_entropy
# kind: shape or type returned
# ruff: noqa
"""One loss per image."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = logits.log_softmax(dim=1)
    right = log_p.gather(1, labels[:, None])[:, 0]
    return -((1 - epsilon) * right + epsilon * log_p.mean(dim=1))


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.nn.log_softmax(logits)
    right = tf.gather(log_p, labels, batch_dims=1)
    return -((1 - epsilon) * right + epsilon * tf.reduce_mean(log_p, axis=1))
