# loses: test_mean_loss
# kind: test data trained on
# ruff: noqa
"""A step of gradient descent on each batch."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    total = 0.0
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        optimizer.zero_grad()
        loss = loss_fn(model(x[part]), y[part])
        loss.backward()
        optimizer.step()
        total += float(loss) * len(y[part])
    return total / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    optimizer, weights = keras.optimizers.SGD(0.01), model.trainable_variables
    total = 0.0
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        with tf.GradientTape() as tape:
            loss = loss_fn(model(x[part], training=False), y[part])
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        total += float(loss) * len(y[part])
    return total / len(y)
