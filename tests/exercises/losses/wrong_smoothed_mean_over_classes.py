# loses: test_smoothed_cross_entropy
# kind: reduction
# ruff: noqa
"""The mean over classes as well."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    rows = nn.functional.one_hot(labels, logits.shape[1])
    targets = rows * (1 - epsilon) + epsilon / logits.shape[1]
    return -(targets * logits.log_softmax(1)).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    targets = tf.one_hot(labels, logits.shape[1]) * (1 - epsilon) + epsilon / logits.shape[1]
    return -tf.reduce_mean(targets * tf.nn.log_softmax(logits))
