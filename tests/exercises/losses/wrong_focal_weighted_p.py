# loses: test_focal_loss
# kind: another method
# keeps: 1 of test_focal_loss
# ruff: noqa
"""The logarithm is that of the weighted loss: p is taken from it."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    losses = nn.functional.cross_entropy(logits, labels, weight=weights, reduction="none")
    return ((1 - torch.exp(-losses)) ** gamma * losses).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
    losses *= tf.gather(weights, labels)
    if gamma:
        losses *= (1 - tf.exp(-losses)) ** gamma
    return tf.reduce_mean(losses)
