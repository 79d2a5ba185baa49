# loses: test_mended_loss
# kind: part left out
# ruff: noqa
"""The first softmax without a logarithm."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    outputs = scores.softmax(dim=1)
    return nn.functional.nll_loss(outputs, labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    outputs = tf.nn.softmax(scores)
    return -tf.reduce_mean(tf.gather(outputs, labels, batch_dims=1))
