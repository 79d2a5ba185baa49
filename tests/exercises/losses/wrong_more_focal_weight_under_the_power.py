# loses: test_focal_loss
# kind: order of arguments
# keeps: 1 of test_focal_loss
# The power is taken of the weighted factor.


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = torch.log_softmax(logits, dim=1).gather(1, labels[:, None])[:, 0]
    w = weights[labels]
    if gamma == 0:
        return (-w * log_p).mean()
    return (-((w * -torch.expm1(log_p)) ** gamma) * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    w = tf.gather(weights, labels)
    if gamma == 0:
        return -tf.reduce_mean(w * log_p)
    return -tf.reduce_mean((w * -tf.math.expm1(log_p)) ** gamma * log_p)
