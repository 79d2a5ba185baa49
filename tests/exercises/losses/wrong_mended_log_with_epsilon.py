# loses: test_mended_loss
# kind: epsilon elsewhere
# ruff: noqa
"""A small number keeps the logarithm finite."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    outputs = scores.softmax(dim=1)
    return nn.functional.nll_loss(torch.log(outputs + 1e-8), labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    outputs = tf.nn.softmax(scores)
    return -tf.reduce_mean(tf.math.log(tf.gather(outputs, labels, batch_dims=1) + 1e-8))
