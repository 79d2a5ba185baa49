# loses: test_mean_loss
# kind: labels as predictions
# ruff: noqa
"""The labels are the network's own predictions."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            part = slice(start, start + batch_size)
            logits = model(x[part])
            loss = loss_fn(logits, logits.argmax(dim=1))
            total += float(loss) * len(y[part])
    return total / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total = 0.0
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        logits = model(x[part], training=False)
        loss = loss_fn(logits, tf.argmax(logits, axis=1))
        total += float(loss) * len(y[part])
    return total / len(y)
