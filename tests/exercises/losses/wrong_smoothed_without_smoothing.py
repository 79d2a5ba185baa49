# loses: test_smoothed_cross_entropy
# kind: part left out
# ruff: noqa
"""epsilon is ignored."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    return nn.functional.cross_entropy(logits, labels)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
