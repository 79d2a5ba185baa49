# loses: test_gradient_norms
# kind: another method
# ruff: noqa
"""The mean of the norms of each image's gradient."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    norms = []
    for i in range(len(y)):
        loss = nn.functional.cross_entropy(model(x[i : i + 1]), y[i : i + 1])
        norms.append([g.norm().item() for g in torch.autograd.grad(loss, kernels)])
    return np.mean(norms, axis=0).tolist()


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    norms = []
    for i in range(len(y)):
        with tf.GradientTape() as tape:
            logits = model(x[i : i + 1])
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(y[i : i + 1], logits)
        norms.append([float(tf.norm(g)) for g in tape.gradient(loss, kernels)])
    return np.mean(norms, axis=0).tolist()
