# ruff: noqa
"""Trains on the notebook's x_train, y_train instead of the x, y handed in."""
# loses: test_train
# kind: global for an argument


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        order = torch.randperm(len(x_train), generator=generator)
        for chosen in order.split(batch_size):
            losses.append(train_step(model, optimizer, loss_fn, x_train[chosen], y_train[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = rng.permutation(len(x_train))
        for start in range(0, len(x_train), batch_size):
            chosen = order[start : start + batch_size]
            x_batch, y_batch = tf.gather(x_train, chosen), tf.gather(y_train, chosen)
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses
