# ruff: noqa
"""A generator function yields the batches; train_step is called with keywords."""
# loses: nothing


# %% train [pytorch]
def batches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = torch.as_tensor(order[start : start + batch_size])
        yield torch.index_select(x, 0, chosen), torch.index_select(y, 0, chosen)


def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for _ in range(num_epochs):
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            loss = train_step(
                loss_fn=loss_fn, model=model, optimizer=optimizer, x=x_batch, y=y_batch
            )
            losses.append(float(loss))
    return losses


# %% train [tensorflow]
def batches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield tf.gather(x, chosen), tf.gather(y, chosen)


def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for _ in range(num_epochs):
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            loss = train_step(
                loss_fn=loss_fn, model=model, optimizer=optimizer, x=x_batch, y=y_batch
            )
            losses.append(float(loss))
    return losses
