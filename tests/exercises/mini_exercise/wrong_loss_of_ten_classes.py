# ruff: noqa
"""The one-hot labels always have ten columns: crashes with any other number of classes."""
# loses: test_cross_entropy
# kind: another method


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    one_hot = nn.functional.one_hot(labels, 10).float()
    return -(one_hot * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    one_hot = tf.one_hot(labels, 10)
    return -tf.reduce_mean(tf.reduce_sum(one_hot * tf.nn.log_softmax(logits), axis=1))
