# ruff: noqa
"""Shuffled once, before the first epoch: every epoch sees the same batches."""
# loses: test_train
# kind: not started anew


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    x, y = x[order], y[order]
    losses = []
    for epoch in range(num_epochs):
        for x_batch, y_batch in zip(x.split(batch_size), y.split(batch_size)):
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    tf.random.set_seed(seed)
    batches = (
        tf.data.Dataset.from_tensor_slices((x, y))
        .shuffle(len(x), seed=seed, reshuffle_each_iteration=False)
        .batch(batch_size)
    )
    losses = []
    for epoch in range(num_epochs):
        for x_batch, y_batch in batches:
            losses.append(train_step(model, optimizer, loss_fn, x_batch, y_batch))
    return losses
