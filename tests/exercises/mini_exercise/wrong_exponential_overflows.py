# ruff: noqa
"""The formula as it stands in the book: exp overflows for logits of 100, the loss is NaN."""
# loses: test_cross_entropy
# kind: unstable


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    exponentials = torch.exp(logits)
    softmax = exponentials / exponentials.sum(dim=1, keepdim=True)
    return -torch.log(softmax.gather(1, labels[:, None])).mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    exponentials = tf.exp(logits)
    softmax = exponentials / tf.reduce_sum(exponentials, axis=1, keepdims=True)
    return -tf.reduce_mean(tf.math.log(tf.gather(softmax, labels, axis=1, batch_dims=1)))
