# loses: test_smoothed_cross_entropy
# kind: another method
# ruff: noqa
"""Keras takes the logits for probabilities."""


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=epsilon)
    return loss(tf.one_hot(labels, logits.shape[1]), logits)
