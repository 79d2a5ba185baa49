# ruff: noqa
"""The logarithm of clipped probabilities: right for small logits, too small a loss (and no
gradient) for logits of ±100."""
# loses: test_cross_entropy
# kind: unstable


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    probabilities = torch.softmax(logits, dim=1).clamp(1e-7, 1 - 1e-7)
    return -probabilities[torch.arange(len(labels)), labels].log().mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    probabilities = tf.nn.softmax(logits)
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, probabilities))
