# loses: test_focal_loss
# kind: NaN or infinity
# ruff: noqa
"""gamma = 0 is no case of its own: NaN where p is 1."""


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * torch.exp(gamma * torch.log(1 - log_p.exp())) * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    losses *= (1 - tf.exp(log_p)) ** tf.constant(gamma, tf.float32)
    return tf.reduce_mean(losses)
