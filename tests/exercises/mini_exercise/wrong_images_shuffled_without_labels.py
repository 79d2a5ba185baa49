# ruff: noqa
"""The images are shuffled, the labels are not: the network learns noise."""
# loses: test_train
# kind: part left out


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for epoch in range(num_epochs):
        shuffled = x[torch.randperm(len(x), generator=generator)]
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(
                train_step(model, optimizer, loss_fn, shuffled[start:stop], y[start:stop])
            )
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(num_epochs):
        shuffled = tf.gather(x, rng.permutation(len(x)))
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(
                train_step(model, optimizer, loss_fn, shuffled[start:stop], y[start:stop])
            )
    return losses
