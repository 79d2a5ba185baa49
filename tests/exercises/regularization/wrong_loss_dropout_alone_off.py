# loses: test_mean_loss
# kind: mode
# ruff: noqa
"""Dropout is off, but batch norm takes the statistics of the batch."""


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            part = slice(start, start + batch_size)
            loss = loss_fn(model(x[part]), y[part])
            total += float(loss) * len(y[part])
    return total / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    kept = model.get_weights()
    rates = {}
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            rates[layer], layer.rate = layer.rate, 0.0
    total = 0.0
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        loss = loss_fn(model(x[part], training=True), y[part])
        total += float(loss) * len(y[part])
    for layer, rate in rates.items():
        layer.rate = rate
    model.set_weights(kept)
    return total / len(y)
