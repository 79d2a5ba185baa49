# ruff: noqa
"""The global generators are restarted from `seed` once, at the beginning."""
# loses: nothing


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    set_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        order = torch.randperm(len(x))
        x, y = x[order], y[order]
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(train_step(model, optimizer, loss_fn, x[start:stop], y[start:stop]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    set_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        order = tf.random.shuffle(tf.range(len(x)))
        x, y = tf.gather(x, order), tf.gather(y, order)
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(train_step(model, optimizer, loss_fn, x[start:stop], y[start:stop]))
    return losses
