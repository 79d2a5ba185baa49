# ruff: noqa
"""Returns the loss times the size of the batch, as for an epoch's mean."""
# loses: test_train_step
# kind: reduction


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item() * x.shape[0]


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss) * x.shape[0]
