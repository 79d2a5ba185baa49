# ruff: noqa
"""What many hand in: each of these loses its own part, and only in an environment that works."""
# loses: test_output_shapes, test_costs, test_receptive_field, test_convolve, test_deeper_network, test_residual_block, test_measure, test_verdict
# keeps: 1 of test_costs
# keeps: 1 of test_convolve
# keeps: 1 of test_residual_block
# keeps: 1 of test_measure
# kind: several at once


# %% output_shapes
def output_shapes(layers, image_shape):
    shapes, (height, width, channels) = [], image_shape
    for layer in layers:
        padding = getattr(layer, "padding", 0)
        height = (height + 2 * padding - layer.size) // layer.stride + 1
        width = (width + 2 * padding - layer.size) // layer.stride + 1
        channels = getattr(layer, "filters", channels)
        shapes.append((height, width, channels))
    return shapes


# %% costs
def costs(layers, image_shape, shapes):
    channels, parameters, products = image_shape[-1], 0, 0
    for layer, (height, width, filters) in zip(layers, shapes):
        if isinstance(layer, Conv):
            parameters += layer.size**2 * channels * filters + filters
            products += (layer.size**2 * channels * filters + filters) * height * width
        channels = filters
    return parameters, products


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        jump *= layer.stride
        field += (layer.size - 1) * jump
    return field


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size, _, _, filters = kernel.shape
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    maps = np.zeros((rows, columns, filters))
    for i in range(rows):
        for j in range(columns):
            window = image[i * stride : i * stride + size, j * stride : j * stride + size]
            maps[i, j] = (window[..., None] * kernel).sum((0, 1, 2)) + bias
    return maps


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    channels, layers = image_shape[-1], []
    for n in filters:
        layers += [nn.Conv2d(channels, n, 3, padding=1), nn.ReLU()]
        layers += [nn.Conv2d(n, n, 3, padding=1), nn.MaxPool2d(2)]
        channels = n
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
    return nn.Sequential(*layers)


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    model = keras.Sequential([keras.Input(image_shape)])
    for n in filters:
        model.add(keras.layers.Conv2D(n, 3, padding="same", activation="relu"))
        model.add(keras.layers.Conv2D(n, 3, padding="same"))
        model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(num_classes))
    return model


# %% residual_block [pytorch]
def residual_block(channels, filters, stride=1):
    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(channels, filters, 3, stride, padding=1)
            self.second = nn.Conv2d(filters, filters, 3, padding=1)

        def forward(self, x):
            return (x + self.second(self.first(x).relu())).relu()

    return Block()


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    x = keras.Input((None, None, channels))
    inner = keras.layers.Conv2D(filters, 3, stride, padding="same", activation="relu")(x)
    inner = keras.layers.Conv2D(filters, 3, padding="same")(inner)
    return keras.Model(x, keras.layers.ReLU()(keras.layers.Add()([x, inner])))


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = {}
        for lr in lrs:
            found = train(layers, lr, tuning_seed)
            lowest[lr] = np.inf if np.isnan(found).any() else min(found)
        rates[name] = min(lowest, key=lowest.get)
        losses[name] = [train(layers, rates[name], seed)[-1] for seed in seeds]
    return rates, losses


# %% verdict
def verdict(first, second):
    d = np.array(first) - np.array(second)
    half = 1.96 * d.std() / np.sqrt(len(d))
    low, high = d.mean() - half, d.mean() + half
    return d.mean(), low, high, "lower" if high < 0 else "higher" if low > 0 else "no conclusion"
