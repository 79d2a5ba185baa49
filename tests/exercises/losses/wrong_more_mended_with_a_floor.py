# loses: test_mended_loss
# kind: unstable
# The logarithm of the softmax, with the smallest float32 as a floor: no infinity, but no
# gradient below.


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    p = torch.softmax(scores, dim=1).clamp(min=1.2e-38)
    return -p.log()[torch.arange(len(labels)), labels].mean()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    p = tf.maximum(tf.nn.softmax(scores, axis=1), 1.2e-38)
    return -tf.reduce_mean(tf.gather(tf.math.log(p), labels, batch_dims=1))
