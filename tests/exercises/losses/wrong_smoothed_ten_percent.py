# loses: test_smoothed_cross_entropy
# kind: wrong number
# ruff: noqa
"""epsilon is always 0.1."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    return nn.functional.cross_entropy(logits, labels, label_smoothing=0.1)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    targets = tf.one_hot(labels, logits.shape[1]) * 0.9 + 0.1 / logits.shape[1]
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))
