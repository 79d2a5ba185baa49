# loses: test_focal_loss
# kind: input type
# keeps: 1 of test_focal_loss
# ruff: noqa
"""gamma is made a whole number."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * (1 - log_p.exp()) ** int(gamma) * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** int(gamma)
    return tf.reduce_mean(losses)
