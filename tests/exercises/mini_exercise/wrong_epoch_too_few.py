# ruff: noqa
"""Off by one: the epochs are counted from 1, and the last one never comes."""
# loses: test_train
# kind: off by one


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(1, num_epochs):
        order = torch.from_numpy(rng.permutation(len(x)))
        for chosen in order.split(batch_size):
            losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(1, num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            x_batch, y_batch = tf.gather(x, chosen), tf.gather(y, chosen)
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses
