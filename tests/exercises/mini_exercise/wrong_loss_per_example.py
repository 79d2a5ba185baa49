# ruff: noqa
"""One loss per example: the mean is forgotten, and with it the shape ()."""
# loses: test_cross_entropy
# kind: reduction


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    log_probabilities = torch.log_softmax(logits, dim=1)
    return -log_probabilities[torch.arange(len(labels)), labels]


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    return keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
