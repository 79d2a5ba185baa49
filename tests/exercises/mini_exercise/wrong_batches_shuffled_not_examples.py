# ruff: noqa
"""Only the order of the batches is new in each epoch; the same examples always share a batch, and
the small one may come first."""
# loses: test_train
# kind: part left out


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    batches = list(zip(x.split(batch_size), y.split(batch_size)))
    losses = []
    for epoch in range(num_epochs):
        for i in rng.permutation(len(batches)):
            x_batch, y_batch = batches[i]
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    starts = np.arange(0, len(x), batch_size)
    losses = []
    for epoch in range(num_epochs):
        for start in rng.permutation(starts):
            stop = start + batch_size
            losses.append(train_step(model, optimizer, loss_fn, x[start:stop], y[start:stop]))
    return losses
