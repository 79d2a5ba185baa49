# ruff: noqa
"""Batches of 32, whatever batch_size says."""
# loses: test_train
# kind: global for an argument


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = torch.from_numpy(rng.permutation(len(x)))
        for chosen in order.split(32):
            losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            chosen = order[start : start + 32]
            losses.append(
                train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
            )
    return losses
