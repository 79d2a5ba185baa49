# ruff: noqa
"""The library's loss as an object: NLLLoss on log-softmax, or a Keras loss."""
# loses: nothing


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    return nn.NLLLoss()(nn.LogSoftmax(dim=-1)(logits), labels)


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits)
