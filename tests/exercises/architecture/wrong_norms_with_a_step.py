# loses: test_gradient_norms
# kind: arguments changed
# ruff: noqa
"""A step of gradient descent on the way."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    loss = nn.functional.cross_entropy(model(x), y)
    gradients = torch.autograd.grad(loss, kernels)
    with torch.no_grad():
        for p, g in zip(kernels, gradients):
            p -= 0.1 * g
    return [g.square().sum().sqrt().item() for g in gradients]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x))
        loss = tf.reduce_mean(losses)
    gradients = tape.gradient(loss, kernels)
    for w, g in zip(kernels, gradients):
        w.assign_sub(0.1 * g)
    return [tf.sqrt(tf.reduce_sum(tf.square(g))).numpy() for g in gradients]
