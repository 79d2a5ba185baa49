# loses: test_smoothed_cross_entropy
# kind: epsilon elsewhere
# ruff: noqa
"""epsilon is added to the probabilities, not the targets."""


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    p = (1 - epsilon) * logits.softmax(1) + epsilon / logits.shape[1]
    return -p.gather(1, labels[:, None]).log().mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    p = (1 - epsilon) * tf.nn.softmax(logits) + epsilon / logits.shape[1]
    return -tf.reduce_mean(tf.math.log(tf.gather(p, labels, batch_dims=1)))
