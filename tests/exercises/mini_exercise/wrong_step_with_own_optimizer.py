# ruff: noqa
"""Makes an SGD of its own and ignores the optimizer handed in."""
# loses: test_train_step
# kind: another method


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    optimizer = keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss)
