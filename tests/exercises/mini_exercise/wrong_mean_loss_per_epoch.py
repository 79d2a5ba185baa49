# ruff: noqa
"""One mean per epoch instead of one loss per batch."""
# loses: test_train
# kind: reduction


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        order = torch.randperm(len(x), generator=generator)
        epoch_losses = []
        for chosen in order.split(batch_size):
            epoch_losses.append(train_step(model, optimizer, loss_fn, x[chosen], y[chosen]))
        losses.append(sum(epoch_losses) / len(epoch_losses))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        order = rng.permutation(len(x))
        epoch_losses = []
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            epoch_losses.append(
                train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
            )
        losses.append(sum(epoch_losses) / len(epoch_losses))
    return losses
