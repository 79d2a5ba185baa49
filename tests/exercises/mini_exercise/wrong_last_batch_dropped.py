# ruff: noqa
"""The last, smaller batch of every epoch is dropped."""
# loses: test_train
# kind: off by one


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        order = torch.randperm(len(x), generator=generator)
        for batch in range(len(x) // batch_size):
            chosen = order[batch * batch_size : (batch + 1) * batch_size]
            losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = rng.permutation(len(x))
        for batch in range(len(x) // batch_size):
            chosen = order[batch * batch_size : (batch + 1) * batch_size]
            losses.append(
                train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
            )
    return losses
