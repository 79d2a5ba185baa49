# ruff: noqa
"""The softmax runs along the wrong axis: over the examples instead of the classes."""
# loses: test_cross_entropy
# kind: another axis


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    log_probabilities = torch.log_softmax(logits, dim=0)
    return -log_probabilities[torch.arange(len(labels)), labels].mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    log_probabilities = tf.nn.log_softmax(logits, axis=0)
    return -tf.reduce_mean(tf.gather(log_probabilities, labels, axis=1, batch_dims=1))
