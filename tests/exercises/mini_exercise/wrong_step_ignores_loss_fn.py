# ruff: noqa
"""Calls cross_entropy by its name and ignores the loss_fn handed in."""
# loses: test_train_step
# kind: global for an argument


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    optimizer.zero_grad()
    loss = cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = cross_entropy(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss)
