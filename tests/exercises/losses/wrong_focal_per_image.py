# loses: test_focal_loss
# kind: shape or type returned
# ruff: noqa
"""One loss per image."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * (1 - log_p.exp()) ** gamma * log_p)


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return losses
