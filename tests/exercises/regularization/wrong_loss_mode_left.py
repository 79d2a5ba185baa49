# loses: test_mean_loss
# kind: mode
# ruff: noqa
"""The mode is left as it is."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            part = slice(start, start + batch_size)
            loss = loss_fn(model(x[part]), y[part])
            total += float(loss) * len(y[part])
    return total / len(y)
