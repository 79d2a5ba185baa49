# ruff: noqa
"""train_step gets a new optimizer for every batch: the momentum is lost each time."""
# loses: test_train
# kind: global for an argument


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = torch.from_numpy(rng.permutation(len(x)))
        for chosen in order.split(batch_size):
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
            losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            x_batch, y_batch = tf.gather(x, chosen), tf.gather(y, chosen)
            optimizer = keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses
