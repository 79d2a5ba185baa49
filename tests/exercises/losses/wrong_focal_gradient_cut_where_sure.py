# loses: test_focal_loss
# kind: unstable
# ruff: noqa
"""Where p rounds to 1 or 0, it is replaced: the gradient ends there."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    logits = logits.clamp(-10, 10)
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * (1 - log_p.exp()) ** gamma * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    logits = tf.clip_by_value(logits, -10.0, 10.0)
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return tf.reduce_mean(losses)
