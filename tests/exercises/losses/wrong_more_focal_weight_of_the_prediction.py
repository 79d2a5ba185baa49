# loses: test_focal_loss
# kind: labels as predictions
# keeps: 1 of test_focal_loss
# The weight is that of the class that the network predicts.


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = torch.log_softmax(logits, dim=1).gather(1, labels[:, None])[:, 0]
    loss = -log_p if gamma == 0 else -(-torch.expm1(log_p)) ** gamma * log_p
    return (weights[logits.argmax(dim=1)] * loss).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    loss = -log_p if gamma == 0 else -((-tf.math.expm1(log_p)) ** gamma) * log_p
    return tf.reduce_mean(tf.gather(weights, tf.argmax(logits, axis=1)) * loss)
