# loses: test_smoothed_cross_entropy
# kind: not learned
# The part of the doubt is a constant for the gradient: the value is right.


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = torch.log_softmax(logits, dim=1)
    right = log_p[torch.arange(len(labels)), labels]
    doubt = log_p.mean(dim=1).detach()
    return -((1 - epsilon) * right + epsilon * doubt).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.nn.log_softmax(logits)
    right = tf.gather(log_p, labels, batch_dims=1)
    doubt = tf.stop_gradient(tf.reduce_mean(log_p, axis=1))
    return -tf.reduce_mean((1 - epsilon) * right + epsilon * doubt)
