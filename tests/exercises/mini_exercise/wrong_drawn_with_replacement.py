# ruff: noqa
"""Every batch is drawn anew from all examples: within an epoch some come twice, some never."""
# loses: test_train
# kind: not started anew


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        for start in range(0, len(x), batch_size):
            size = min(batch_size, len(x) - start)
            chosen = torch.from_numpy(rng.integers(0, len(x), size))
            losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        for start in range(0, len(x), batch_size):
            chosen = rng.integers(0, len(x), min(batch_size, len(x) - start))
            losses.append(
                train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
            )
    return losses
