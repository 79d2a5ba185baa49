# loses: test_focal_loss
# kind: reduction
# keeps: 1 of test_focal_loss
# ruff: noqa
"""The factor is that of the mean loss of the batch."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    losses = nn.functional.cross_entropy(logits, labels, reduction="none")
    mean = (weights[labels] * losses).mean()
    return (1 - torch.exp(-losses.mean())) ** gamma * mean


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
    mean = tf.reduce_mean(tf.gather(weights, labels) * losses)
    return (1 - tf.exp(-tf.reduce_mean(losses))) ** gamma * mean if gamma else mean
