# loses: test_mended_loss
# kind: mode
# Decides by the sums of the scores whether they are probabilities, and takes their logarithm
# then.


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    if scores.min() >= 0:
        return nn.functional.nll_loss((scores / scores.sum(dim=1, keepdim=True)).log(), labels)
    return nn.functional.cross_entropy(scores, labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    if tf.reduce_min(scores) >= 0:
        scores = tf.math.log(scores / tf.reduce_sum(scores, axis=1, keepdims=True))
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=scores)
    return tf.reduce_mean(losses)
