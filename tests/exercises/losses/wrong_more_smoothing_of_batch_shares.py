# loses: test_smoothed_cross_entropy
# kind: another axis
# Each class gets epsilon divided by the number of images, not of classes.


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = torch.log_softmax(logits, dim=1)
    right = log_p.gather(1, labels[:, None])[:, 0]
    return -((1 - epsilon) * right + epsilon * log_p.sum(dim=1) / len(labels)).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.nn.log_softmax(logits, axis=1)
    right = tf.gather(log_p, labels, batch_dims=1)
    share = epsilon / len(labels)
    return -tf.reduce_mean((1 - epsilon) * right + share * tf.reduce_sum(log_p, axis=1))
