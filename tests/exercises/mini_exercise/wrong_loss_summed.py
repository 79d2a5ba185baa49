# ruff: noqa
"""The sum over the batch instead of the mean."""
# loses: test_cross_entropy
# kind: reduction


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    return nn.functional.cross_entropy(logits, labels, reduction="sum")


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    return tf.reduce_sum(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    )
