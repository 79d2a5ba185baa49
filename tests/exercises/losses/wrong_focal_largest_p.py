# loses: test_focal_loss
# kind: another method
# keeps: 1 of test_focal_loss
# ruff: noqa
"""p is the largest probability, not that of the label."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * (1 - logits.softmax(dim=1).amax(dim=1)) ** gamma * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.reduce_max(tf.nn.softmax(logits), axis=1)) ** gamma
    return tf.reduce_mean(losses)
