# loses: nothing
# ruff: noqa
"""As short as it gets, vectorized."""


# %% output_shapes
def output_shapes(layers, image_shape):
    shapes = [tuple(image_shape)]
    for layer in layers:
        *sides, channels = shapes[-1]
        extra = 2 * getattr(layer, "padding", 0) - layer.size
        sides = [(side + extra) // layer.stride + 1 for side in sides]
        if min(sides) < 1:
            raise ValueError("the window is larger than the maps")
        shapes.append((*sides, getattr(layer, "filters", channels)))
    return shapes[1:]


# %% costs
def costs(layers, image_shape, shapes):
    rows = [
        (layer.size**2 * before[-1] * layer.filters, layer.filters, after[0] * after[1])
        for layer, (before, after) in zip(layers, pairwise([image_shape, *shapes]), strict=True)
        if isinstance(layer, Conv)
    ]
    return sum(w + b for w, b, _ in rows), sum(w * places for w, _, places in rows)


# %% receptive_field
def receptive_field(layers):
    jumps = np.cumprod([1, *(layer.stride for layer in layers)])[:-1]
    return 1 + sum((layer.size - 1) * int(jump) for layer, jump in zip(layers, jumps))


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size = kernel.shape[0]
    padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(0, 1))
    windows = windows[::stride, ::stride]
    return np.tensordot(windows, kernel.transpose(2, 0, 1, 3), axes=3) + bias


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    blocks = [
        nn.Sequential(
            nn.Conv2d(c, n, 3, padding=1), nn.ReLU(),
            nn.Conv2d(n, n, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2),
        )
        for c, n in pairwise([image_shape[-1], *filters])
    ]
    head = nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(filters[-1], num_classes)
    return nn.Sequential(*blocks, *head)


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    L = keras.layers
    blocks = [
        layer
        for n in filters
        for layer in (
            L.Conv2D(n, 3, padding="same", activation="relu"),
            L.Conv2D(n, 3, padding="same", activation="relu"),
            L.MaxPooling2D(),
        )
    ]
    head = [L.GlobalAveragePooling2D(), L.Dense(num_classes)]
    return keras.Sequential([keras.Input(image_shape), *blocks, *head])


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, c, n, stride):
        super().__init__()
        self.f = nn.Sequential(
            nn.Conv2d(c, n, 3, stride, 1), nn.ReLU(), nn.Conv2d(n, n, 3, 1, 1)
        )
        self.s = nn.Identity() if (c, stride) == (n, 1) else nn.Conv2d(c, n, 1, stride)

    def forward(self, x):
        return (self.f(x) + self.s(x)).relu()


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    x = keras.Input((None, None, channels))
    y = keras.layers.Conv2D(filters, 3, stride, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    is_same = stride == 1 and channels == filters
    shortcut = x if is_same else keras.layers.Conv2D(filters, 1, stride)(x)
    return keras.Model(x, keras.layers.ReLU()(keras.layers.Add()([y, shortcut])))


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    loss = nn.functional.cross_entropy(model(x), y)
    return [g.norm().item() for g in torch.autograd.grad(loss, kernels)]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x)))
    return [tf.norm(g).numpy() for g in tape.gradient(loss, kernels)]


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    layers = []
    for inputs, filters in pairwise([image_shape[-1]] + [8] * depth):
        layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    L = keras.layers
    layers = [keras.Input(image_shape)]
    for _ in range(depth):
        layers += [L.Conv2D(8, 3, padding="same"), L.BatchNormalization(), L.ReLU()]
    return keras.Sequential([*layers, L.GlobalAveragePooling2D(), L.Dense(num_classes)])


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = np.array([np.min(train(layers, lr, tuning_seed)) for lr in lrs])
        rates[name] = lrs[np.nanargmin(lowest)]
        losses[name] = [np.min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses


# %% verdict
def verdict(first, second):
    d = np.subtract(first, second)
    mean = d.mean()
    half = stdtrit(d.size - 1, 0.975) * d.std(ddof=1) / np.sqrt(d.size)
    low, high = mean - half, mean + half
    return mean, low, high, "lower" if high < 0 else "higher" if low > 0 else "no conclusion"


# %% merge
def merge(first, second):
    a, b = len(first), len(second)
    products = np.tensordot(first, second, axes=(3, 2))  # (a, a, channels, b, b, filters)
    merged = np.zeros((a + b - 1, a + b - 1, first.shape[2], second.shape[3]))
    for k, l in np.ndindex(b, b):
        merged[k : k + a, l : l + a] += products[:, :, :, k, l]
    return merged


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    h, w, c = image_shape
    x = torch.rand(1, c, h, w, requires_grad=True)
    (slope,) = torch.autograd.grad(model(x)[0, 0, row, column], x)
    _, _, i, j = slope.nonzero(as_tuple=True)
    return i.min().item(), i.max().item(), j.min().item(), j.max().item()


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    x = tf.Variable(tf.random.uniform((1, *image_shape)))
    with tf.GradientTape() as tape:
        unit = model(x)[0, row, column, 0]
    _, i, j, _ = np.nonzero(tape.gradient(unit, x).numpy())
    return i.min(), i.max(), j.min(), j.max()
