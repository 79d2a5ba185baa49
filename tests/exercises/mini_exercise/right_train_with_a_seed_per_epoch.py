# ruff: noqa
"""All orders are drawn first, each epoch's from a generator of its own, (seed, epoch)."""
# loses: nothing


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    orders = [np.random.default_rng([seed, e]).permutation(len(x)) for e in range(num_epochs)]
    cuts = range(batch_size, len(x), batch_size)
    losses = np.zeros(0)
    for order in orders:
        for chosen in np.split(order, cuts):
            loss = train_step(model, optimizer, loss_fn, x[chosen], y[chosen])
            losses = np.append(losses, loss)
    return losses.tolist()


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    orders = [np.random.default_rng([seed, e]).permutation(len(x)) for e in range(num_epochs)]
    cuts = range(batch_size, len(x), batch_size)
    losses = np.zeros(0)
    for order in orders:
        for chosen in np.split(order, cuts):
            loss = train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
            losses = np.append(losses, loss)
    return losses.tolist()
