# ruff: noqa
"""Softmax before the cross-entropy: the loss takes probabilities for logits."""
# loses: test_cross_entropy
# kind: unstable


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    return nn.functional.cross_entropy(logits.softmax(1), labels)


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    loss = keras.losses.sparse_categorical_crossentropy(
        labels, tf.nn.softmax(logits), from_logits=True
    )
    return tf.reduce_mean(loss)
