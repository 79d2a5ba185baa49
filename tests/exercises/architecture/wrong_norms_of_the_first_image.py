# loses: test_gradient_norms
# kind: part left out
# ruff: noqa
"""The first image alone."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    loss = nn.functional.cross_entropy(model(x[:1]), y[:1])
    gradients = torch.autograd.grad(loss, kernels)
    return [g.square().sum().sqrt().item() for g in gradients]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y[:1], model(x[:1]))
        loss = tf.reduce_mean(losses)
    gradients = tape.gradient(loss, kernels)
    return [tf.sqrt(tf.reduce_sum(tf.square(g))).numpy() for g in gradients]
