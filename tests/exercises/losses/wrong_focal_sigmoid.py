# loses: test_focal_loss
# kind: another method
# ruff: noqa
"""p is a sigmoid, as in the paper on object detection."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    z = logits.gather(1, labels[:, None])[:, 0]
    log_p = nn.functional.logsigmoid(z)
    return -(weights[labels] * (1 - log_p.exp()) ** gamma * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    z = tf.gather(logits, labels, batch_dims=1)
    log_p = tf.math.log_sigmoid(z)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return tf.reduce_mean(losses)
