# loses: test_gradient_norms
# kind: not started anew
# ruff: noqa
"""Gradients are not zeroed: a second call gives twice as much."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    nn.functional.cross_entropy(model(x), y).backward()
    return [p.grad.norm().item() for p in model.parameters() if p.ndim == 4]


# %% gradient_norms [tensorflow]
_sums = {}


def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x)))
    gradients = tape.gradient(loss, kernels)
    if id(model) in _sums:
        gradients = [a + b for a, b in zip(gradients, _sums[id(model)])]
    _sums[id(model)] = gradients
    return [float(tf.norm(g)) for g in gradients]
