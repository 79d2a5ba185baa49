# loses: test_focal_loss
# kind: unstable
# ruff: noqa
"""The logarithm of a softmax that may be 0."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.softmax(dim=1).log().gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * (1 - log_p.exp()) ** gamma * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.math.log(tf.nn.softmax(logits)), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return tf.reduce_mean(losses)
