# ruff: noqa
"""The order comes from the global generator: `seed` is never used, two calls differ."""
# loses: test_train
# kind: global for an argument


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    data = torch.utils.data.TensorDataset(x, y)
    loader = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True)
    losses = []
    for epoch in range(num_epochs):
        for x_batch, y_batch in loader:
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(batch_size)
    losses = []
    for epoch in range(num_epochs):
        for x_batch, y_batch in batches:
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses
