# ruff: noqa
"""The gradients are thrown away between backward and step (in TensorFlow: never applied): the
weights do not move."""
# loses: test_train_step
# kind: state shared


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    return float(loss)
