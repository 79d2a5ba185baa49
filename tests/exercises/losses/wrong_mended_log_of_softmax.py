# loses: test_mended_loss
# kind: unstable
# ruff: noqa
"""Takes the second softmax out, and the logarithm of the first."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    scores = scores - scores.max(dim=1, keepdim=True).values
    outputs = torch.exp(scores) / torch.exp(scores).sum(dim=1, keepdim=True)
    return nn.functional.nll_loss(torch.log(outputs), labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    scores = scores - tf.reduce_max(scores, axis=1, keepdims=True)
    outputs = tf.exp(scores) / tf.reduce_sum(tf.exp(scores), axis=1, keepdims=True)
    return -tf.reduce_mean(tf.math.log(tf.gather(outputs, labels, batch_dims=1)))
