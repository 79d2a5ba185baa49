# loses: test_mended_loss
# kind: unstable
# ruff: noqa
"""Keras' loss of probabilities clips them; in PyTorch by hand."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    p = scores.softmax(dim=1).clamp(1e-7, 1 - 1e-7)
    return nn.functional.nll_loss(p.log(), labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    loss = keras.losses.SparseCategoricalCrossentropy()
    return loss(labels, tf.nn.softmax(scores))
