# ruff: noqa
"""No shuffling at all: the batches come in the order of the file."""
# loses: test_train
# kind: part left out


# %% train [pytorch]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    losses = []
    for epoch in range(num_epochs):
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(train_step(model, optimizer, loss_fn, x[start:stop], y[start:stop]))
    return losses


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    losses = []
    for epoch in range(num_epochs):
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(train_step(model, optimizer, loss_fn, x[start:stop], y[start:stop]))
    return losses
