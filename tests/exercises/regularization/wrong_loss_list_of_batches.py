# loses: test_mean_loss
# kind: shape or type returned
# ruff: noqa
"""The list of the batches' losses."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    total = []
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            part = slice(start, start + batch_size)
            loss = loss_fn(model(x[part]), y[part])
            total.append(float(loss))
    return total


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total = []
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        loss = loss_fn(model(x[part], training=False), y[part])
        total.append(float(loss))
    return total
