# loses: test_gradient_norms
# kind: another method
# ruff: noqa
"""The squared error of the logits."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    loss = nn.functional.mse_loss(model(x), nn.functional.one_hot(y, 10).float())
    gradients = torch.autograd.grad(loss, kernels)
    return [g.square().sum().sqrt().item() for g in gradients]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        losses = (model(x) - tf.one_hot(y, 10)) ** 2
        loss = tf.reduce_mean(losses)
    gradients = tape.gradient(loss, kernels)
    return [tf.sqrt(tf.reduce_sum(tf.square(g))).numpy() for g in gradients]
