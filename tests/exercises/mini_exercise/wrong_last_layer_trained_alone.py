# ruff: noqa
"""Only the last layer is updated: the loss falls, but the convolutions stay as drawn."""
# loses: test_train_step
# kind: part left out


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    for parameter in list(model.parameters())[:-2]:
        parameter.grad = None
    optimizer.step()
    return loss.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    last = model.trainable_variables[-2:]
    optimizer.apply_gradients(zip(tape.gradient(loss, last), last))
    return float(loss)
