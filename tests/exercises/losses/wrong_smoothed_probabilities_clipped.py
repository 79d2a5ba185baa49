# loses: test_smoothed_cross_entropy
# kind: unstable
# ruff: noqa
"""Probabilities are clipped at 1e-7."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = logits.softmax(dim=1).clamp(min=1e-7).log()
    right = log_p.gather(1, labels[:, None])[:, 0]
    return -((1 - epsilon) * right + epsilon * log_p.mean(dim=1)).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.math.log(tf.maximum(tf.nn.softmax(logits), 1e-7))
    right = tf.gather(log_p, labels, batch_dims=1)
    return -tf.reduce_mean((1 - epsilon) * right + epsilon * tf.reduce_mean(log_p, axis=1))
