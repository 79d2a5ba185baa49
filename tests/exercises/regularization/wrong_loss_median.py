# loses: test_mean_loss
# kind: another method
# ruff: noqa
"""The median over the images instead of the mean."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            part = slice(start, start + batch_size)
            pass
        rows = [float(loss_fn(model(x[i : i + 1]), y[i : i + 1])) for i in range(len(y))]
    return float(np.median(rows))


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    rows = []
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        logits = model(x[part], training=False)
        rows += [float(loss_fn(logits[i : i + 1], y[part][i : i + 1])) for i in range(len(logits))]
    return float(np.median(rows))
