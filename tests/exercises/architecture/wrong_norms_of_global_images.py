# loses: test_gradient_norms
# kind: global for an argument
# ruff: noqa
"""The notebook's training images."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    x, y = x_train[:50], y_train[:50]
    loss = nn.functional.cross_entropy(model(x), y)
    gradients = torch.autograd.grad(loss, kernels)
    return [g.square().sum().sqrt().item() for g in gradients]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        x, y = x_train[:50], y_train[:50]
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x))
        loss = tf.reduce_mean(losses)
    gradients = tape.gradient(loss, kernels)
    return [tf.sqrt(tf.reduce_sum(tf.square(g))).numpy() for g in gradients]
