# ruff: noqa
"""while loops; the order of every epoch is cut down batch by batch."""
# loses: nothing


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    random = np.random.RandomState(seed)
    losses, epoch = [], 0
    while epoch < num_epochs:
        remaining = list(range(x.shape[0]))
        random.shuffle(remaining)
        while remaining:
            batch, remaining = remaining[:batch_size], remaining[batch_size:]
            losses.append(train_step(model, optimizer, loss_fn, x[batch], y[batch]))
        epoch += 1
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    random = np.random.RandomState(seed)
    losses, epoch = [], 0
    while epoch < num_epochs:
        remaining = list(range(x.shape[0]))
        random.shuffle(remaining)
        while remaining:
            batch, remaining = remaining[:batch_size], remaining[batch_size:]
            x_batch = tf.gather(x, batch, axis=0)
            y_batch = tf.gather(y, batch, axis=0)
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
        epoch += 1
    return losses
