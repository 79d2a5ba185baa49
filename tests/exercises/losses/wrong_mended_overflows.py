# loses: test_mended_loss
# kind: unstable
# ruff: noqa
"""No maximum is taken off."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    log_sums = torch.log(torch.exp(scores).sum(dim=1))
    return (log_sums - scores[range(len(labels)), labels]).mean()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    log_sums = tf.math.log(tf.reduce_sum(tf.exp(scores), axis=1))
    return tf.reduce_mean(log_sums - tf.gather(scores, labels, batch_dims=1))
