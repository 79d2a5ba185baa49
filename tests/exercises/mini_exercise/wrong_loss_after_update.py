# ruff: noqa
"""Returns the loss after the update: the model runs on the batch once more."""
# loses: test_train_step
# kind: shape or type returned


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    optimizer.zero_grad()
    loss_fn(model(x), y).backward()
    optimizer.step()
    with torch.no_grad():
        return loss_fn(model(x), y).item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss_fn(model(x, training=True), y))
