# loses: test_focal_loss
# kind: labels as predictions
# keeps: 1 of test_focal_loss
# ruff: noqa
"""The weight is that of the predicted class."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[logits.argmax(dim=1)] * (1 - log_p.exp()) ** gamma * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, tf.argmax(logits, axis=1)) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return tf.reduce_mean(losses)
