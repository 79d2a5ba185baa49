# loses: nothing
# ruff: noqa
"""With classes of its own."""


# %% output_shapes
class Maps:
    def __init__(self, height, width, channels):
        self.height, self.width, self.channels = height, width, channels

    @property
    def shape(self):
        return self.height, self.width, self.channels

    def behind(self, layer):
        padding = layer.padding if isinstance(layer, Conv) else 0
        channels = layer.filters if isinstance(layer, Conv) else self.channels
        places = []
        for side in (self.height, self.width):
            starts = range(0, side + 2 * padding - layer.size + 1, layer.stride)
            if len(starts) == 0:
                raise ValueError("it does not fit")
            places.append(len(starts))
        return Maps(*places, channels)


def output_shapes(layers, image_shape):
    maps, shapes = Maps(*image_shape), []
    for layer in layers:
        maps = maps.behind(layer)
        shapes.append(maps.shape)
    return shapes


# %% costs
class Counter:
    def __init__(self, channels):
        self.channels, self.parameters, self.products = channels, 0, 0

    def add(self, layer, shape):
        if isinstance(layer, Conv):
            per_place = layer.size**2 * self.channels
            self.parameters += layer.filters * (per_place + 1)
            self.products += int(np.prod(shape)) * per_place
        self.channels = shape[-1]


def costs(layers, image_shape, shapes):
    counter = Counter(image_shape[-1])
    for layer, shape in zip(layers, shapes, strict=True):
        counter.add(layer, shape)
    return counter.parameters, counter.products


# %% receptive_field
class Field:
    def __init__(self):
        self.side, self.jump = 1, 1

    def pass_through(self, layer):
        self.side += (layer.size - 1) * self.jump
        self.jump *= layer.stride
        return self


def receptive_field(layers):
    field = Field()
    for layer in layers:
        field = field.pass_through(layer)
    return field.side


# %% convolve
class Convolution:
    def __init__(self, kernel, bias, stride, padding):
        self.weights = kernel.reshape(-1, kernel.shape[-1])
        self.size = kernel.shape[0]
        self.bias, self.stride, self.padding = bias, stride, padding

    def columns(self, image):
        """Each window as a row of a matrix."""
        p = self.padding
        padded = np.pad(image, [(p, p), (p, p), (0, 0)])
        tops = range(0, padded.shape[0] - self.size + 1, self.stride)
        lefts = range(0, padded.shape[1] - self.size + 1, self.stride)
        windows = [
            padded[i : i + self.size, j : j + self.size].ravel() for i in tops for j in lefts
        ]
        return np.array(windows), (len(tops), len(lefts))

    def __call__(self, image):
        windows, places = self.columns(image)
        return (windows @ self.weights + self.bias).reshape(*places, -1)


def convolve(image, kernel, bias, stride=1, padding=0):
    return Convolution(kernel, bias, stride, padding)(image)


# %% deeper_network [pytorch]
class Block(nn.Module):
    def __init__(self, inputs, n):
        super().__init__()
        self.first = nn.Conv2d(inputs, n, kernel_size=3, stride=1, padding=1)
        self.second = nn.Conv2d(n, n, kernel_size=3, stride=1, padding=1)
        self.relu, self.pool = nn.ReLU(), nn.MaxPool2d(kernel_size=2, stride=2)

    def forward(self, x):
        return self.pool(self.relu(self.second(self.relu(self.first(x)))))


class Head(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.dense = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.dense(x.mean(dim=(2, 3)))


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    model = nn.Sequential()
    inputs = image_shape[-1]
    for number, n in enumerate(filters):
        model.add_module(f"block_{number}", Block(inputs, n))
        inputs = n
    model.add_module("head", Head(inputs, num_classes))
    return model


# %% deeper_network [tensorflow]
class Block(keras.layers.Layer):
    def __init__(self, n):
        super().__init__()
        self.first = keras.layers.Conv2D(n, 3, padding="same")
        self.second = keras.layers.Conv2D(n, 3, padding="same")
        self.relu, self.pool = keras.layers.ReLU(), keras.layers.MaxPooling2D(2, 2)

    def call(self, x):
        return self.pool(self.relu(self.second(self.relu(self.first(x)))))


class Network(keras.Model):
    def __init__(self, num_classes, filters):
        super().__init__()
        self.blocks = [Block(n) for n in filters]
        self.pool = keras.layers.GlobalAveragePooling2D()
        self.dense = keras.layers.Dense(num_classes)

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.dense(self.pool(x))


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    model = Network(num_classes, filters)
    model(tf.zeros((1, *image_shape)))
    return model


# %% residual_block [pytorch]
class Same(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1),
        )

    def forward(self, x):
        return nn.functional.relu(x + self.inner(x))


class Changing(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride=stride, padding=1),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding=1),
        )
        self.outer = nn.Conv2d(channels, filters, 1, stride=stride)

    def forward(self, x):
        return nn.functional.relu(self.outer(x) + self.inner(x))


def residual_block(channels, filters, stride=1):
    if stride == 1 and channels == filters:
        return Same(channels)
    return Changing(channels, filters, stride)


# %% residual_block [tensorflow]
class Same(keras.Model):
    def __init__(self, channels):
        super().__init__()
        self.inner = keras.Sequential(
            [
                keras.layers.Conv2D(channels, 3, padding="same", activation="relu"),
                keras.layers.Conv2D(channels, 3, padding="same"),
            ]
        )

    def call(self, x):
        return keras.activations.relu(x + self.inner(x))


class Changing(keras.Model):
    def __init__(self, filters, stride):
        super().__init__()
        self.inner = keras.Sequential(
            [
                keras.layers.Conv2D(filters, 3, stride, padding="same", activation="relu"),
                keras.layers.Conv2D(filters, 3, padding="same"),
            ]
        )
        self.outer = keras.layers.Conv2D(filters, 1, strides=stride)

    def call(self, x):
        return keras.activations.relu(self.outer(x) + self.inner(x))


def residual_block(channels, filters, stride=1):
    if stride == 1 and channels == filters:
        return Same(channels)
    return Changing(filters, stride)


# %% gradient_norms [pytorch]
class GradientNorms:
    def __init__(self, model):
        self.model = model
        self.loss = nn.CrossEntropyLoss()

    def of(self, x, y):
        self.model.zero_grad(set_to_none=True)
        self.loss(self.model(x), y).backward()
        for p in self.model.parameters():
            if p.dim() == 4:
                yield p.grad.square().sum().sqrt().item()


def gradient_norms(model, x, y):
    return list(GradientNorms(model).of(x, y))


# %% gradient_norms [tensorflow]
class GradientNorms:
    def __init__(self, model):
        self.model = model
        self.loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def of(self, x, y):
        weights = self.model.trainable_variables
        with tf.GradientTape() as tape:
            loss = self.loss(y, self.model(x))
        for gradient in tape.gradient(loss, weights):
            if len(gradient.shape) == 4:
                yield tf.sqrt(tf.reduce_sum(tf.square(gradient))).numpy()


def gradient_norms(model, x, y):
    return list(GradientNorms(model).of(x, y))


# %% mended_network [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, inputs, filters=8):
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv2d(inputs, filters, 3, padding=1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding=1, bias=False),
            nn.BatchNorm2d(filters),
        )
        self.shortcut = nn.Identity() if inputs == filters else nn.Conv2d(inputs, filters, 1)

    def forward(self, x):
        return nn.functional.relu(self.inner(x) + self.shortcut(x))


def mended_network(depth, image_shape, num_classes):
    blocks = [ResidualBlock(image_shape[2])] + [ResidualBlock(8) for _ in range(depth // 2 - 1)]
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes)
    return nn.Sequential(*blocks, *head)


# %% mended_network [tensorflow]
class ResidualBlock(keras.layers.Layer):
    def __init__(self, inputs, filters=8):
        super().__init__()
        self.inner = keras.Sequential(
            [
                keras.layers.Conv2D(filters, 3, padding="same", use_bias=False),
                keras.layers.BatchNormalization(),
                keras.layers.ReLU(),
                keras.layers.Conv2D(filters, 3, padding="same", use_bias=False),
                keras.layers.BatchNormalization(),
            ]
        )
        self.shortcut = None if inputs == filters else keras.layers.Conv2D(filters, 1)

    def call(self, x, training=None):
        shortcut = x if self.shortcut is None else self.shortcut(x)
        return tf.nn.relu(self.inner(x, training=training) + shortcut)


def mended_network(depth, image_shape, num_classes):
    blocks = [ResidualBlock(image_shape[2])] + [ResidualBlock(8) for _ in range(depth // 2 - 1)]
    head = [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)]
    return keras.Sequential([keras.Input(image_shape), *blocks, *head])


# %% measure
class Candidate:
    def __init__(self, layers):
        self.layers, self.rate = layers, None

    def lowest(self, lr, seed):
        losses = train(self.layers, lr, seed)
        return float("inf") if np.isnan(losses).any() else min(losses)

    def tune(self, lrs, seed):
        tries = {lr: self.lowest(lr, seed) for lr in lrs}
        self.rate = min(tries, key=tries.get)

    def measured(self, seeds):
        return [self.lowest(self.rate, seed) for seed in seeds]


def measure(networks, lrs, tuning_seed, seeds):
    candidates = {name: Candidate(layers) for name, layers in networks.items()}
    for candidate in candidates.values():
        candidate.tune(lrs, tuning_seed)
    rates = {name: candidate.rate for name, candidate in candidates.items()}
    return rates, {name: candidate.measured(seeds) for name, candidate in candidates.items()}


# %% verdict
class PairedDifferences:
    def __init__(self, first, second):
        self.values = [a - b for a, b in zip(first, second, strict=True)]

    @property
    def mean(self):
        return np.mean(self.values)

    @property
    def interval(self):
        n = len(self.values)
        half = stdtrit(n - 1, 0.975) * np.std(self.values, ddof=1) / n**0.5
        return self.mean - half, self.mean + half

    @property
    def word(self):
        low, high = self.interval
        if low <= 0 <= high:
            return "no conclusion"
        return "higher" if low > 0 else "lower"


def verdict(first, second):
    pairs = PairedDifferences(first, second)
    return (pairs.mean, *pairs.interval, pairs.word)


# %% merge
class Kernel:
    def __init__(self, weights):
        self.weights = weights
        self.size = weights.shape[0]

    def then(self, other):
        side = self.size + other.size - 1
        weights = np.zeros((side, side, self.weights.shape[2], other.weights.shape[3]))
        for i in range(other.size):
            for j in range(other.size):
                part = weights[i : i + self.size, j : j + self.size]
                part += self.weights @ other.weights[i, j]
        return Kernel(weights)


def merge(first, second):
    return Kernel(first).then(Kernel(second)).weights


# %% pixels_seen [pytorch]
class Probe:
    """Changes one row or column after the other, and looks whether the unit changes."""

    def __init__(self, model, image_shape, row, column):
        self.model, self.place = model, (0, 0, row, column)
        self.height, self.width, channels = image_shape
        self.dark = torch.zeros(1, channels, self.height, self.width)
        self.value = self.unit(self.dark)

    def unit(self, image):
        with torch.no_grad():
            return self.model(image)[self.place].item()

    def changes(self, where):
        image = self.dark.clone()
        image[where] = 1.0
        return self.unit(image) != self.value

    def rows(self):
        return [i for i in range(self.height) if self.changes(np.s_[:, :, i])]

    def columns(self):
        return [j for j in range(self.width) if self.changes(np.s_[:, :, :, j])]


def pixels_seen(model, image_shape, row, column):
    probe = Probe(model, image_shape, row, column)
    rows, columns = probe.rows(), probe.columns()
    return rows[0], rows[-1], columns[0], columns[-1]


# %% pixels_seen [tensorflow]
class Probe:
    """Changes one row or column after the other, and looks whether the unit changes."""

    def __init__(self, model, image_shape, row, column):
        self.model, self.place = model, (0, row, column, 0)
        self.height, self.width, _ = image_shape
        self.dark = np.zeros((1, *image_shape), dtype="float32")
        self.value = self.unit(self.dark)

    def unit(self, image):
        return self.model(image).numpy()[self.place]

    def changes(self, where):
        image = self.dark.copy()
        image[where] = 1.0
        return self.unit(image) != self.value

    def rows(self):
        return [i for i in range(self.height) if self.changes(np.s_[:, i])]

    def columns(self):
        return [j for j in range(self.width) if self.changes(np.s_[:, :, j])]


def pixels_seen(model, image_shape, row, column):
    probe = Probe(model, image_shape, row, column)
    rows, columns = probe.rows(), probe.columns()
    return rows[0], rows[-1], columns[0], columns[-1]
