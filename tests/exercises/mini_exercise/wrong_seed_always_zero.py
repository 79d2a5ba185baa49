# ruff: noqa
"""The generator starts from 0 whatever `seed` says: another seed gives the same batches."""
# loses: test_train
# kind: wrong number


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(0)
    losses = []
    for epoch in range(num_epochs):
        order = torch.randperm(len(x), generator=generator)
        for chosen in order.split(batch_size):
            losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(0)
    losses = []
    for epoch in range(num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            losses.append(
                train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
            )
    return losses
