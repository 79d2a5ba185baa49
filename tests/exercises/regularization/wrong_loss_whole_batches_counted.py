# loses: test_mean_loss
# kind: edge case
# ruff: noqa
"""Divided by whole batches: a division by zero for few images."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            part = slice(start, start + batch_size)
            loss = loss_fn(model(x[part]), y[part])
            total += float(loss)
    return total / (len(y) // batch_size)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total = 0.0
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        loss = loss_fn(model(x[part], training=False), y[part])
        total += float(loss)
    return total / (len(y) // batch_size)
