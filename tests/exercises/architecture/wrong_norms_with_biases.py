# loses: test_gradient_norms
# kind: several at once
# ruff: noqa
"""The bias counts along with its kernel."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    loss = nn.functional.cross_entropy(model(x), y)
    weights = list(model.parameters())
    gradients = torch.autograd.grad(loss, weights)
    return [
        (g.square().sum() + b.square().sum()).sqrt().item()
        for g, b in zip(gradients[::2], gradients[1::2])
        if g.ndim == 4
    ]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x)))
    gradients = tape.gradient(loss, weights)
    return [
        tf.linalg.global_norm([g, b]).numpy()
        for g, b in zip(gradients[::2], gradients[1::2])
        if len(g.shape) == 4
    ]
