# ruff: noqa
"""One-hot times log-softmax, then the mean over everything: divided by the number of classes."""
# loses: test_cross_entropy
# kind: reduction


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    one_hot = nn.functional.one_hot(labels, logits.shape[1]).float()
    return -(one_hot * torch.log_softmax(logits, dim=1)).mean()


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    one_hot = tf.one_hot(labels, logits.shape[1])
    return -tf.reduce_mean(one_hot * tf.nn.log_softmax(logits))
