# loses: test_smoothed_cross_entropy
# kind: another method
# ruff: noqa
"""A softmax before a loss that has its own."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    p = logits.softmax(dim=1)
    return nn.functional.cross_entropy(p, labels, label_smoothing=epsilon)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    targets = tf.one_hot(labels, logits.shape[1]) * (1 - epsilon) + epsilon / logits.shape[1]
    p = tf.nn.softmax(logits)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, p))
