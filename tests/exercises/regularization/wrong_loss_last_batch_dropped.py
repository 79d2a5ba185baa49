# loses: test_mean_loss
# kind: off by one
# ruff: noqa
"""A last batch that is not full is left out."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y) - batch_size + 1, batch_size):
            part = slice(start, start + batch_size)
            loss = loss_fn(model(x[part]), y[part])
            total += float(loss) * len(y[part])
    return total / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total = 0.0
    for start in range(0, len(y) - batch_size + 1, batch_size):
        part = slice(start, start + batch_size)
        loss = loss_fn(model(x[part], training=False), y[part])
        total += float(loss) * len(y[part])
    return total / len(y)
