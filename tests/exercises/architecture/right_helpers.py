# loses: nothing
# ruff: noqa
"""With helpers."""


# %% output_shapes
def _places(side, size, stride):
    """Count the places one by one."""
    count, start = 0, 0
    while start + size <= side:
        count += 1
        start += stride
    if count == 0:
        raise ValueError(f"a window of {size} does not fit into {side}")
    return count


def output_shapes(layers, image_shape):
    shape, shapes = image_shape, []
    for layer in layers:
        height, width, channels = shape
        around = 2 * layer.padding if isinstance(layer, Conv) else 0
        shape = (
            _places(height + around, layer.size, layer.stride),
            _places(width + around, layer.size, layer.stride),
            layer.filters if isinstance(layer, Conv) else channels,
        )
        shapes.append(shape)
    return shapes


# %% costs
def _kernel(layer, channels):
    """An array of the shape of the layer's kernel, to ask for its size."""
    return np.empty((layer.size, layer.size, channels, layer.filters))


def costs(layers, image_shape, shapes):
    parameters, products = [], []
    depths = [image_shape[2], *[shape[2] for shape in shapes]]
    for layer, channels, shape in zip(layers, depths, shapes):
        if not isinstance(layer, Conv):
            continue
        kernel = _kernel(layer, channels)
        parameters.append(kernel.size + layer.filters)
        products.append(kernel.size * shape[0] * shape[1])
    return sum(parameters), sum(products)


# %% receptive_field
def _pixels_of(units, layer):
    """The units in front that any of some units see."""
    return {unit * layer.stride + offset for unit in units for offset in range(layer.size)}


def receptive_field(layers):
    units = {0}
    for layer in layers[::-1]:
        units = _pixels_of(units, layer)
    return max(units) - min(units) + 1


# %% convolve
def _selection(side, padding, size, stride, offset):
    """A matrix that picks the pixels under one weight: row i has a 1 at pixel i * stride + ..."""
    places = (side + 2 * padding - size) // stride + 1
    picked = np.zeros((places, side))
    for i in range(places):
        pixel = i * stride + offset - padding
        if 0 <= pixel < side:
            picked[i, pixel] = 1
    return picked


def convolve(image, kernel, bias, stride=1, padding=0):
    size = kernel.shape[0]
    down = [_selection(image.shape[0], padding, size, stride, u) for u in range(size)]
    right = [_selection(image.shape[1], padding, size, stride, v) for v in range(size)]
    maps = 0.0
    for u in range(size):
        for v in range(size):
            pixels = np.einsum("ih,hwc,jw->ijc", down[u], image, right[v])
            maps = maps + pixels @ kernel[u, v]
    return maps + bias


# %% deeper_network [pytorch]
def _convolution(inputs, outputs):
    layer = nn.Conv2d(inputs, outputs, 3, padding=1)
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)
    return nn.Sequential(layer, nn.ReLU())


def _block(inputs, outputs):
    return nn.Sequential(
        _convolution(inputs, outputs), _convolution(outputs, outputs), nn.MaxPool2d(2)
    )


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    features = nn.Sequential(*(_block(c, n) for c, n in pairwise((image_shape[2], *filters))))
    head = nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(filters[-1], num_classes)
    )
    return nn.Sequential(features, head)


# %% deeper_network [tensorflow]
def _convolution(n):
    return keras.Sequential(
        [keras.layers.Conv2D(n, 3, padding="same", kernel_initializer="he_normal"), keras.layers.ReLU()]
    )


def _block(n):
    return keras.Sequential([_convolution(n), _convolution(n), keras.layers.MaxPooling2D(2)])


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    head = keras.Sequential([keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)])
    return keras.Sequential([keras.Input(image_shape), *map(_block, filters), head])


# %% residual_block [pytorch]
def _conv(inputs, outputs, size, stride=1):
    layer = nn.Conv2d(inputs, outputs, size, stride=stride, padding=size // 2)
    nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
    return layer


def _nothing(x):
    return x


class ResidualBlock(nn.Module):
    def __init__(self, inner, shortcut):
        super().__init__()
        self.inner = inner
        self.shortcut = shortcut

    def forward(self, x):
        return nn.functional.relu(self.inner(x) + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    inner = nn.Sequential(
        _conv(channels, filters, 3, stride), nn.ReLU(), _conv(filters, filters, 3)
    )
    if stride == 1 and filters == channels:
        return ResidualBlock(inner, _nothing)
    return ResidualBlock(inner, _conv(channels, filters, 1, stride))


# %% residual_block [tensorflow]
def _conv(filters, size, stride=1):
    return keras.layers.Conv2D(
        filters, size, strides=stride, padding="same", kernel_initializer="he_uniform"
    )


def _inner(filters, stride):
    return keras.Sequential([_conv(filters, 3, stride), keras.layers.ReLU(), _conv(filters, 3)])


def residual_block(channels, filters, stride=1):
    inputs = keras.Input((None, None, channels))
    summands = [_inner(filters, stride)(inputs)]
    if stride == 1 and channels == filters:
        summands.append(inputs)
    else:
        summands.append(_conv(filters, 1, stride)(inputs))
    return keras.Model(inputs, keras.layers.ReLU()(keras.layers.add(summands)))


# %% gradient_norms [pytorch]
import copy


def _kernels(model):
    return [p for p in model.parameters() if p.ndim == 4]


def _norm(numbers):
    return float(np.linalg.norm(numbers.numpy().ravel()))


def gradient_norms(model, x, y):
    twin = copy.deepcopy(model)
    twin.zero_grad()
    logits = twin(x)
    losses = torch.logsumexp(logits, dim=1) - logits[torch.arange(len(y)), y]
    losses.mean().backward()
    return np.array([_norm(kernel.grad) for kernel in _kernels(twin)])


# %% gradient_norms [tensorflow]
def _kernels(model):
    return [w for w in model.trainable_variables if len(w.shape) == 4]


def _norm(numbers):
    return float(np.linalg.norm(numbers.numpy().ravel()))


def gradient_norms(model, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=False)
        right = tf.gather_nd(logits, tf.stack([tf.range(len(y), dtype=y.dtype), y], axis=1))
        loss = tf.reduce_mean(tf.reduce_logsumexp(logits, axis=1) - right)
    return np.array([_norm(gradient) for gradient in tape.gradient(loss, _kernels(model))])


# %% mended_network [pytorch]
def _layer(inputs):
    """Convolution and ReLU, and batch norm behind both."""
    return nn.Sequential(nn.Conv2d(inputs, 8, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(8))


def mended_network(depth, image_shape, num_classes):
    front = _layer(image_shape[2])
    others = nn.Sequential(*(_layer(8) for _ in range(depth - 1)))
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes))
    return nn.Sequential(front, others, head)


# %% mended_network [tensorflow]
def _layer():
    """Convolution and ReLU, and batch norm behind both."""
    return [
        keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
        keras.layers.BatchNormalization(),
    ]


def mended_network(depth, image_shape, num_classes):
    features = [layer for _ in range(depth) for layer in _layer()]
    head = [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)]
    return keras.Sequential([keras.Input(image_shape), keras.Sequential(features), *head])


# %% measure
def _lowest(run):
    """The lowest loss of a run; infinity if there is a NaN in it."""
    return np.inf if np.isnan(np.sum(run)) else np.min(run)


def _best_rate(layers, lrs, seed):
    lowest = [_lowest(train(layers, lr, seed)) for lr in lrs]
    return lrs[lowest.index(min(lowest))]


def measure(networks, lrs, tuning_seed, seeds):
    rates = {}
    for name, layers in networks.items():
        rates[name] = _best_rate(layers, lrs, tuning_seed)
    losses = {name: [] for name in networks}
    for seed in seeds:
        for name, layers in networks.items():
            losses[name].append(_lowest(train(layers, rates[name], seed)))
    return rates, losses


# %% verdict
def _interval(values):
    n = len(values)
    half = stdtrit(n - 1, 0.975) * np.sqrt(np.cov(values) / n)
    return values.mean() - half, values.mean() + half


def _word(low, high):
    if high < 0:
        return "lower"
    return "higher" if low > 0 else "no conclusion"


def verdict(first, second):
    values = np.array(first) - np.array(second)
    interval = _interval(values)
    return (values.mean(), *interval, _word(*interval))


# %% merge
def _full(image, size):
    """All windows of an image with enough zeros around it."""
    around = [(size - 1, size - 1)] * 2 + [(0, 0)] * (image.ndim - 2)
    return np.lib.stride_tricks.sliding_window_view(np.pad(image, around), (size, size), (0, 1))


def merge(first, second):
    turned = second[::-1, ::-1]
    windows = _full(first, second.shape[0])  # (side, side, channels, middle, b, b)
    return np.einsum("xycmkl,klmf->xycf", windows, turned)


# %% pixels_seen [pytorch]
def _slope(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.randn(1, channels, height, width).requires_grad_()
    model(x)[0, -1, row, column].backward()
    return x.grad[0, 0].numpy()


def _ends(numbers):
    where = np.where(numbers != 0)[0]
    return where[0], where[-1]


def pixels_seen(model, image_shape, row, column):
    slope = _slope(model, image_shape, row, column)
    return [*_ends(slope.max(axis=1)), *_ends(slope.max(axis=0))]


# %% pixels_seen [tensorflow]
def _slope(model, image_shape, row, column):
    x = tf.random.normal((1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = model(x)[0, row, column, -1]
    return tape.gradient(unit, x)[0, :, :, 0].numpy()


def _ends(numbers):
    where = np.where(numbers != 0)[0]
    return where[0], where[-1]


def pixels_seen(model, image_shape, row, column):
    slope = _slope(model, image_shape, row, column)
    return [*_ends(slope.max(axis=1)), *_ends(slope.max(axis=0))]
