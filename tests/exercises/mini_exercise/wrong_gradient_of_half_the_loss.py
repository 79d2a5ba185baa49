# ruff: noqa
"""The value is right, the gradient is not: the log-sum-exp is cut off the graph, so that only the
right class's logit is pushed."""
# loses: test_cross_entropy
# kind: reduction


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    with torch.no_grad():
        log_sums = torch.logsumexp(logits, dim=1)
    return (log_sums - logits[torch.arange(len(labels)), labels]).mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    log_sums = tf.stop_gradient(tf.reduce_logsumexp(logits, axis=1))
    return tf.reduce_mean(log_sums - tf.gather(logits, labels, axis=1, batch_dims=1))
