# loses: nothing
# ruff: noqa
"""With generators."""


# %% output_shapes
def shapes_behind(layers, shape):
    for layer in layers:
        height, width, channels = shape
        if isinstance(layer, Pool):
            padding = 0
        else:
            padding, channels = layer.padding, layer.filters
        room = [side + 2 * padding - layer.size for side in (height, width)]
        if min(room) < 0:
            raise ValueError(f"{layer} does not fit into {shape}")
        shape = (room[0] // layer.stride + 1, room[1] // layer.stride + 1, channels)
        yield shape


def output_shapes(layers, image_shape):
    return list(shapes_behind(layers, image_shape))


# %% costs
def costs(layers, image_shape, shapes):
    def of_convolutions():
        channels = image_shape[-1]
        for layer, shape in zip(layers, shapes):
            if isinstance(layer, Conv):
                weights = layer.filters * channels * layer.size**2
                yield weights + layer.filters, weights * shape[0] * shape[1]
            channels = shape[-1]

    found = list(of_convolutions())
    return sum(number for number, _ in found), sum(number for _, number in found)


# %% receptive_field
def receptive_field(layers):
    def growth():
        jump = 1
        for layer in layers:
            yield (layer.size - 1) * jump
            jump *= layer.stride

    return sum(growth(), start=1)


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size, _, _, filters = kernel.shape
    padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))

    def rows():
        for top in range(0, padded.shape[0] - size + 1, stride):
            yield list(units(padded[top : top + size]))

    def units(band):
        for left in range(0, band.shape[1] - size + 1, stride):
            yield np.tensordot(band[:, left : left + size], kernel, axes=3) + bias

    return np.array(list(rows()))


# %% deeper_network [pytorch]
def layers_of(channels, num_classes, filters):
    for n in filters:
        for inputs in (channels, n):
            yield nn.Conv2d(inputs, n, 3, padding=1)
            yield nn.ReLU()
        yield nn.MaxPool2d(2)
        channels = n
    yield nn.AdaptiveAvgPool2d(1)
    yield nn.Flatten(1)
    yield nn.Linear(channels, num_classes)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    return nn.Sequential(*layers_of(image_shape[-1], num_classes, filters))


# %% deeper_network [tensorflow]
def layers_of(image_shape, num_classes, filters):
    yield keras.Input(image_shape)
    for n in filters:
        for _ in range(2):
            yield keras.layers.Conv2D(n, 3, padding="same")
            yield keras.layers.Activation("relu")
        yield keras.layers.MaxPooling2D(2)
    yield keras.layers.GlobalAveragePooling2D()
    yield keras.layers.Dense(num_classes)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    return keras.Sequential(list(layers_of(image_shape, num_classes, filters)))


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, paths):
        super().__init__()
        self.paths = nn.ModuleList(paths)

    def forward(self, x):
        return torch.relu(sum(path(x) for path in self.paths))


def paths(channels, filters, stride):
    yield nn.Sequential(
        nn.Conv2d(channels, filters, 3, stride=stride, padding=1),
        nn.ReLU(),
        nn.Conv2d(filters, filters, 3, padding=1),
    )
    if channels == filters and stride == 1:
        yield nn.Identity()
    else:
        yield nn.Conv2d(channels, filters, 1, stride=stride)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(paths(channels, filters, stride))


# %% residual_block [tensorflow]
class ResidualBlock(keras.Model):
    def __init__(self, paths):
        super().__init__()
        self.paths = list(paths)

    def call(self, x):
        return tf.nn.relu(sum(path(x) for path in self.paths))


def paths(channels, filters, stride):
    yield keras.Sequential(
        [
            keras.layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu"),
            keras.layers.Conv2D(filters, 3, padding="same"),
        ]
    )
    if channels == filters and stride == 1:
        yield keras.layers.Identity()
    else:
        yield keras.layers.Conv2D(filters, 1, strides=stride)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(paths(channels, filters, stride))


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    def norms():
        for p in model.parameters():
            p.grad = None
        nn.functional.nll_loss(model(x).log_softmax(dim=-1), y).backward()
        for p in model.parameters():
            if p.ndim == 4:
                yield torch.norm(p.grad)

    return list(norms())


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    def norms():
        with tf.GradientTape() as tape:
            probabilities = tf.nn.log_softmax(model(x))
            loss = -tf.reduce_mean(tf.gather(probabilities, y, batch_dims=1))
        for gradient in tape.gradient(loss, model.trainable_variables):
            if gradient.shape.rank == 4:
                yield tf.norm(gradient)

    return list(norms())


# %% mended_network [pytorch]
class PreActivation(nn.Module):
    """Norm and ReLU stand before the convolution, whose output is added to the input."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(8)
        self.convolution = nn.Conv2d(8, 8, 3, padding=1)

    def forward(self, x):
        return x + self.convolution(torch.relu(self.norm(x)))


def layers_of(depth, channels, num_classes):
    yield nn.Conv2d(channels, 8, 3, padding=1)
    for _ in range(depth - 1):
        yield PreActivation()
    yield nn.ReLU()
    yield nn.AdaptiveAvgPool2d(1)
    yield nn.Flatten()
    yield nn.Linear(8, num_classes)


def mended_network(depth, image_shape, num_classes):
    return nn.Sequential(*layers_of(depth, image_shape[2], num_classes))


# %% mended_network [tensorflow]
class PreActivation(keras.layers.Layer):
    """Norm and ReLU stand before the convolution, whose output is added to the input."""

    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.convolution = keras.layers.Conv2D(8, 3, padding="same")

    def call(self, x, training=None):
        return x + self.convolution(tf.nn.relu(self.norm(x, training=training)))


def layers_of(depth, image_shape, num_classes):
    yield keras.Input(image_shape)
    yield keras.layers.Conv2D(8, 3, padding="same")
    for _ in range(depth - 1):
        yield PreActivation()
    yield keras.layers.ReLU()
    yield keras.layers.GlobalAveragePooling2D()
    yield keras.layers.Dense(num_classes)


def mended_network(depth, image_shape, num_classes):
    return keras.Sequential(list(layers_of(depth, image_shape, num_classes)))


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    def usable(layers):
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            if all(loss == loss for loss in run):
                yield min(run), lr

    def lowest(layers, lr):
        for seed in seeds:
            yield min(train(layers, lr, seed))

    rates = {name: min(usable(layers))[1] for name, layers in networks.items()}
    return rates, {name: list(lowest(layers, rates[name])) for name, layers in networks.items()}


# %% verdict
import statistics


def verdict(first, second):
    values = list(float(a - b) for a, b in zip(first, second))
    n = len(values)
    mean = statistics.fmean(values)
    half = stdtrit(n - 1, 0.975) * statistics.stdev(values) / n**0.5
    low, high = mean - half, mean + half
    words = ((high < 0, "lower"), (low > 0, "higher"), (True, "no conclusion"))
    return mean, low, high, next(word for holds, word in words if holds)


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]

    def ways(end):
        """Pairs of indices that add up to the end."""
        for k in range(b):
            if 0 <= end - k < a:
                yield end - k, k

    def weight(x, y):
        return sum(first[i, j] @ second[k, l] for i, k in ways(x) for j, l in ways(y))

    sides = range(a + b - 1)
    return np.array([[weight(x, y) for y in sides] for x in sides])


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape

    @torch.no_grad()
    def seen():
        """All pixels, one after the other, whose change the unit notices."""
        dark = torch.zeros(1, channels, height, width)
        before = model(dark)[0, 0, row, column]
        for i in range(height):
            for j in range(width):
                image = dark.clone()
                image[0, :, i, j] = 1
                if model(image)[0, 0, row, column] != before:
                    yield i, j

    rows, columns = zip(*seen(), strict=True)
    return min(rows), max(rows), min(columns), max(columns)


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    height, width, _ = image_shape

    def seen():
        """All pixels, one after the other, whose change the unit notices."""
        image = np.zeros((1, *image_shape), dtype=np.float32)
        before = model(image)[0, row, column, 0]
        for i in range(height):
            for j in range(width):
                image[0, i, j] = 1
                if model(image)[0, row, column, 0] != before:
                    yield i, j
                image[0, i, j] = 0

    rows, columns = zip(*seen(), strict=True)
    return min(rows), max(rows), min(columns), max(columns)
