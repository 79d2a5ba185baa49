# ruff: noqa
"""The gradients are computed with torch.autograd.grad and put in place by hand; in Keras they go
through optimizer.apply. The loss is a NumPy number."""
# loses: nothing


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train(True)
    weights = [p for p in model.parameters() if p.requires_grad]
    loss = loss_fn(model(x), y)
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
        weight.grad = gradient
    optimizer.step()
    return np.float32(loss.item())


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(logits, y)
    weights = model.trainable_variables
    optimizer.apply(tape.gradient(loss, weights), weights)
    return loss.numpy()
