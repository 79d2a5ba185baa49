# loses: test_mean_loss
# kind: hard-coded output
# ruff: noqa
"""Batches of 100, whatever batch_size says, and full ones alone count."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    batch_size = 100 if len(y) >= 100 else len(y)
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y) - batch_size + 1, batch_size):
            part = slice(start, start + batch_size)
            loss = loss_fn(model(x[part]), y[part])
            total += float(loss) * len(y[part])
    return total / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    batch_size = 100 if len(y) >= 100 else len(y)
    total = 0.0
    for start in range(0, len(y) - batch_size + 1, batch_size):
        part = slice(start, start + batch_size)
        loss = loss_fn(model(x[part], training=False), y[part])
        total += float(loss) * len(y[part])
    return total / len(y)
