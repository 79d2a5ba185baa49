# loses: test_smoothed_cross_entropy
# kind: off by one
# ruff: noqa
"""epsilon is shared out over the other classes, C - 1 of them."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    num_classes = logits.shape[1]
    rows = nn.functional.one_hot(labels, num_classes)
    targets = rows * (1 - epsilon) + (1 - rows) * epsilon / (num_classes - 1)
    return nn.functional.cross_entropy(logits, targets)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    num_classes = logits.shape[1]
    targets = tf.one_hot(labels, num_classes, 1.0 - epsilon, epsilon / (num_classes - 1))
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))
