# ruff: noqa
"""Sigmoid, then the cross-entropy of probabilities: 1 - sigmoid is 0 for large logits, the value is
cut off there and the gradient is lost. (In PyTorch the value is cut off at 100: at logits of ±100
it is right by accident, the gradient is not.)"""
# loses: test_binary_loss
# kind: unstable


# %% binary_loss [pytorch]
def binary_loss(logits, labels):
    probabilities = torch.sigmoid(logits[:, 0])
    return nn.functional.binary_cross_entropy(probabilities, labels.float())


# %% binary_loss [tensorflow]
def binary_loss(logits, labels):
    probabilities = tf.sigmoid(logits)[:, 0]
    return keras.losses.binary_crossentropy(labels, probabilities)
