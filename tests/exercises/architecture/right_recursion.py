# loses: nothing
# ruff: noqa
"""By recursion."""


# %% output_shapes
def output_shapes(layers, image_shape):
    if not layers:
        return []
    first, *rest = layers
    height, width, channels = image_shape
    if isinstance(first, Conv):
        height, width = height + 2 * first.padding, width + 2 * first.padding
        channels = first.filters
    if first.size > min(height, width):
        raise ValueError(f"window {first.size}, maps {height} x {width}")

    def places(side):
        return 0 if side < first.size else 1 + places(side - first.stride)

    shape = places(height), places(width), channels
    return [shape, *output_shapes(rest, shape)]


# %% costs
def costs(layers, image_shape, shapes):
    if len(layers) == 0:
        return 0, 0
    parameters, products = costs(layers[1:], shapes[0], shapes[1:])
    if isinstance(layers[0], Pool):
        return parameters, products
    weights = layers[0].size ** 2 * image_shape[2] * layers[0].filters
    return (
        parameters + weights + layers[0].filters,
        products + weights * shapes[0][0] * shapes[0][1],
    )


# %% receptive_field
def receptive_field(layers):
    """From the back: one unit sees `size` units of the layer in front, each of which sees more."""

    def seen(units, remaining):
        if not remaining:
            return units
        *front, last = remaining
        return seen((units - 1) * last.stride + last.size, front)

    return seen(1, list(layers))


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    if padding > 0:
        return convolve(np.pad(image, [(1, 1), (1, 1), (0, 0)]), kernel, bias, stride, padding - 1)
    if stride > 1:
        return convolve(image, kernel, bias)[::stride, ::stride]
    if kernel.shape[3] > 1:
        first = convolve(image, kernel[..., :1], bias[:1])
        return np.concatenate([first, convolve(image, kernel[..., 1:], bias[1:])], axis=2)
    if image.shape[2] > 1:
        first = convolve(image[..., :1], kernel[:, :, :1], bias)
        return first + convolve(image[..., 1:], kernel[:, :, 1:], 0 * bias)
    size = kernel.shape[0]
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    total = np.full((rows, columns, 1), float(bias[0]))
    for u, v in np.ndindex(size, size):
        total += kernel[u, v, 0, 0] * image[u : u + rows, v : v + columns]
    return total


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    def from_here(channels, remaining):
        if not remaining:
            return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
        n, *others = remaining
        block = [
            nn.Conv2d(channels, n, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(n, n, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        ]
        return block + from_here(n, others)

    return nn.Sequential(*from_here(image_shape[2], list(filters)))


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    def behind(maps, remaining):
        if not remaining:
            return keras.layers.GlobalAveragePooling2D()(maps)
        n, *others = remaining
        for _ in range(2):
            maps = keras.layers.Conv2D(n, 3, padding="same", activation="relu")(maps)
        return behind(keras.layers.MaxPooling2D(2)(maps), others)

    inputs = keras.Input(image_shape)
    logits = keras.layers.Dense(num_classes)(behind(inputs, list(filters)))
    return keras.Model(inputs, logits)


# %% residual_block [pytorch]
class Chain(nn.Module):
    """The first layer, and the chain of the others behind it."""

    def __init__(self, layer, *others):
        super().__init__()
        self.layer = layer
        self.rest = Chain(*others) if others else nn.Identity()

    def forward(self, x):
        return self.rest(self.layer(x))


class Sum(nn.Module):
    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right

    def forward(self, x):
        return self.left(x) + self.right(x)


def residual_block(channels, filters, stride=1):
    f = Chain(
        nn.Conv2d(channels, filters, 3, stride, padding=1),
        nn.ReLU(),
        nn.Conv2d(filters, filters, 3, padding=1),
    )
    is_same = stride == 1 and channels == filters
    s = nn.Identity() if is_same else nn.Conv2d(channels, filters, 1, stride)
    return Chain(Sum(f, s), nn.ReLU())


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    def chain(x, layers):
        return chain(layers[0](x), layers[1:]) if layers else x

    x = keras.Input((None, None, channels))
    f = [
        keras.layers.Conv2D(filters, 3, strides=stride, padding="same"),
        keras.layers.ReLU(),
        keras.layers.Conv2D(filters, 3, padding="same"),
    ]
    is_same = stride == 1 and channels == filters
    s = [] if is_same else [keras.layers.Conv2D(filters, 1, strides=stride)]
    total = keras.layers.add([chain(x, f), chain(x, s)])
    return keras.Model(x, chain(total, [keras.layers.ReLU()]))


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    loss = nn.functional.cross_entropy(model(x), y)

    def norms(weights):
        if not weights:
            return []
        first, *others = weights
        if first.ndim != 4:
            return norms(others)
        (gradient,) = torch.autograd.grad(loss, first, retain_graph=True)
        return [float(torch.linalg.vector_norm(gradient)), *norms(others)]

    return norms(list(model.parameters()))


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    with tf.GradientTape(persistent=True) as tape:
        logits = model(x)
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(losses)

    def norms(weights):
        if not weights:
            return []
        first, *others = weights
        if len(first.shape) != 4:
            return norms(others)
        return [float(tf.norm(tape.gradient(loss, first))), *norms(others)]

    return norms(list(model.trainable_variables))


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    """By recursion: a network of `depth` convolutions is one in front of one with fewer."""

    def layers(remaining, channels):
        if remaining == 0:
            return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
        convolution = nn.Conv2d(channels, 8, 3, padding=1)
        nn.init.orthogonal_(convolution.weight, gain=nn.init.calculate_gain("relu"))
        nn.init.zeros_(convolution.bias)
        return [convolution, nn.ReLU(), *layers(remaining - 1, 8)]

    return nn.Sequential(*layers(depth, image_shape[2]))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    """By recursion: a network of `depth` convolutions is one in front of one with fewer."""

    def behind(maps, remaining):
        if remaining == 0:
            return keras.layers.GlobalAveragePooling2D()(maps)
        orthogonal = keras.initializers.Orthogonal(gain=2**0.5)
        maps = keras.layers.Conv2D(8, 3, padding="same", kernel_initializer=orthogonal)(maps)
        return behind(keras.layers.ReLU()(maps), remaining - 1)

    inputs = keras.Input(image_shape)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(behind(inputs, depth)))


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    if not networks:
        return {}, {}
    (name, layers), *others = networks.items()

    def best_of(remaining):
        """(lowest loss, rate) of the remaining rates."""
        if not remaining:
            return float("inf"), None
        run = train(layers, remaining[0], tuning_seed)
        rest = best_of(remaining[1:])
        if any(np.isnan(loss) for loss in run) or min(run) > rest[0]:
            return rest
        return min(run), remaining[0]

    rate = best_of(list(lrs))[1]
    found = [min(train(layers, rate, seed)) for seed in seeds]
    rates, losses = measure(dict(others), lrs, tuning_seed, seeds)
    return {name: rate, **rates}, {name: found, **losses}


# %% verdict
def verdict(first, second):
    def moments(count):
        """Mean and sum of squares of the first `count` differences, from those of fewer."""
        if count == 0:
            return 0.0, 0.0
        mean, squares = moments(count - 1)
        delta = first[count - 1] - second[count - 1] - mean
        mean += delta / count
        return mean, squares + delta**2 * (count - 1) / count

    n = len(first)
    mean, squares = moments(n)
    half = stdtrit(n - 1, 0.975) * np.sqrt(squares / (n - 1) / n)
    low, high = mean - half, mean + half
    if 0 < low:
        return mean, low, high, "higher"
    if 0 > high:
        return mean, low, high, "lower"
    return mean, low, high, "no conclusion"


# %% merge
def merge(first, second):
    def over_rows(other):
        """Of a second kernel of any height, one row after the other."""
        if other.shape[0] == 1:
            return over_columns(other)
        top = over_columns(other[:1])
        rest = over_rows(other[1:])
        gap = ((0, other.shape[0] - 1), (0, 0), (0, 0), (0, 0))
        return np.pad(top, gap) + np.pad(rest, ((1, 0), (0, 0), (0, 0), (0, 0)))

    def over_columns(row):
        if row.shape[1] == 1:
            return first @ row[0, 0]
        left = first @ row[0, 0]
        rest = over_columns(row[:, 1:])
        gap = ((0, 0), (0, row.shape[1] - 1), (0, 0), (0, 0))
        return np.pad(left, gap) + np.pad(rest, ((0, 0), (1, 0), (0, 0), (0, 0)))

    return over_rows(second)


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.zeros(1, channels, height, width, requires_grad=True)
    model(x)[0, 0, row, column].backward()
    seen = x.grad[0, 0] != 0

    def first(lines):
        return 0 if lines[0].any() else 1 + first(lines[1:])

    return (
        first(seen),
        height - 1 - first(seen.flip(0)),
        first(seen.T),
        width - 1 - first(seen.T.flip(0)),
    )


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    x = tf.zeros((1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = model(x)[0, row, column, 0]
    seen = tape.gradient(unit, x)[0, :, :, 0].numpy() != 0

    def first(lines):
        return 0 if lines[0].any() else 1 + first(lines[1:])

    return (
        first(seen),
        image_shape[0] - 1 - first(seen[::-1]),
        first(seen.T),
        image_shape[1] - 1 - first(seen.T[::-1]),
    )
