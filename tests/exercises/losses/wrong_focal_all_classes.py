# loses: test_focal_loss
# kind: another method
# ruff: noqa
"""The losses of the wrong classes are summed in, too."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1)
    return -(weights * (1 - log_p.exp()) ** gamma * log_p).sum(dim=1).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.nn.log_softmax(logits)
    losses = -weights * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return tf.reduce_mean(tf.reduce_sum(losses, axis=1))
