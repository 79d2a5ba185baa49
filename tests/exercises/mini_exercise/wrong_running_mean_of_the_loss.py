# ruff: noqa
"""As many entries as batches, but each is the mean of the epoch so far (what Keras's progress bar
shows)."""
# loses: test_train
# kind: reduction


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        total = 0.0
        order = torch.randperm(len(x), generator=generator)
        for step, chosen in enumerate(order.split(batch_size), start=1):
            total += train_step(model, optimizer, loss_fn, x[chosen], y[chosen])
            losses.append(total / step)
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        total = 0.0
        order = rng.permutation(len(x))
        for step, start in enumerate(range(0, len(x), batch_size), start=1):
            chosen = order[start : start + batch_size]
            total += train_step(
                model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen)
            )
            losses.append(total / step)
    return losses
