# ruff: noqa
"""The library's loss, with the labels as a column of floats."""
# loses: nothing


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    return nn.BCEWithLogitsLoss()(logits, labels.to(logits.dtype).view(-1, 1))


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    return loss(tf.reshape(labels, (-1, 1)), logits)
