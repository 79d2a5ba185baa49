# loses: nothing
# ruff: noqa
"""With map, reduce and partial."""


# %% output_shapes
from functools import reduce


def output_shapes(layers, image_shape):
    def add(shapes, layer):
        *sides, channels = shapes[-1]
        padding, filters = (
            (layer.padding, layer.filters) if hasattr(layer, "filters") else (0, channels)
        )
        rooms = list(map(lambda side: side + 2 * padding - layer.size, sides))
        if any(map(lambda room: room < 0, rooms)):
            raise ValueError("does not fit")
        return shapes + [(*map(lambda room: room // layer.stride + 1, rooms), filters)]

    return reduce(add, layers, [tuple(image_shape)])[1:]


# %% costs
from functools import reduce


def costs(layers, image_shape, shapes):
    def add(state, step):
        (parameters, products, channels), (layer, shape) = state, step
        if isinstance(layer, Pool):
            return state
        weights = layer.size * layer.size * channels * layer.filters
        places = shape[0] * shape[1]
        return parameters + weights + layer.filters, products + weights * places, layer.filters

    return reduce(add, zip(layers, shapes), (0, 0, image_shape[2]))[:2]


# %% receptive_field
from functools import reduce


def receptive_field(layers):
    def step(state, layer):
        field, jump = state
        return field + (layer.size - 1) * jump, jump * layer.stride

    return reduce(step, layers, (1, 1))[0]


# %% convolve
from functools import partial, reduce


def convolve(image, kernel, bias, stride=1, padding=0):
    size = kernel.shape[0]
    padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
    rows, columns = map(lambda side: (side - size) // stride + 1, padded.shape[:2])

    def unit(i, j):
        window = padded[i * stride :, j * stride :][:size, :size]
        return reduce(np.add, (window[u, v] @ kernel[u, v] for u, v in np.ndindex(size, size)), bias)

    return np.array(list(map(lambda i: list(map(partial(unit, i), range(columns))), range(rows))))


# %% deeper_network [pytorch]
from torch.nn import functional as F


class FunctionalNetwork(nn.Module):
    """The weights in lists, and a forward of functions alone."""

    def __init__(self, widths, num_classes):
        super().__init__()
        shapes = [(n, c, 3, 3) for c, n in pairwise(widths)] + [(num_classes, widths[-1])]
        self.weights = nn.ParameterList([0.2 * torch.randn(shape) for shape in shapes])
        self.biases = nn.ParameterList([torch.zeros(shape[0]) for shape in shapes])

    def forward(self, x):
        *convolutions, dense = zip(self.weights, self.biases, strict=True)
        for index, (weight, bias) in enumerate(convolutions):
            x = F.relu(F.conv2d(x, weight, bias, padding=1))
            x = F.max_pool2d(x, 2) if index % 2 == 1 else x
        return F.linear(F.adaptive_avg_pool2d(x, 1).flatten(1), *dense)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    widths = [image_shape[2]] + [n for n in filters for _ in "ab"]
    return FunctionalNetwork(widths, num_classes)


# %% deeper_network [tensorflow]
from functools import reduce


class FunctionalNetwork(keras.Model):
    """The weights in lists, and a call of functions alone."""

    def __init__(self, widths, num_classes):
        super().__init__()
        shapes = [(3, 3, c, n) for c, n in pairwise(widths)] + [(widths[-1], num_classes)]
        self.kernels = [self.add_weight(shape=shape, initializer="he_normal") for shape in shapes]
        self.offsets = [self.add_weight(shape=shape[-1:], initializer="zeros") for shape in shapes]

    def call(self, x):
        def step(maps, layer):
            index, kernel, bias = layer
            maps = tf.nn.relu(tf.nn.conv2d(maps, kernel, 1, "SAME") + bias)
            return tf.nn.max_pool2d(maps, 2, 2, "VALID") if index % 2 else maps

        layers = zip(range(len(self.kernels) - 1), self.kernels, self.offsets)
        means = tf.reduce_mean(reduce(step, layers, x), axis=[1, 2])
        return tf.matmul(means, self.kernels[-1]) + self.offsets[-1]


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    return FunctionalNetwork([image_shape[2]] + [n for n in filters for _ in "ab"], num_classes)


# %% residual_block [pytorch]
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    """Parameters and functions alone; padded at the right and at the bottom for a stride of 2."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.stride = stride
        self.w1 = nn.Parameter(0.2 * torch.randn(filters, channels, 3, 3))
        self.w2 = nn.Parameter(0.2 * torch.randn(filters, filters, 3, 3))
        self.b1 = nn.Parameter(torch.zeros(filters))
        self.b2 = nn.Parameter(torch.zeros(filters))
        if stride == 2 or channels != filters:
            self.w3 = nn.Parameter(0.2 * torch.randn(filters, channels, 1, 1))
            self.b3 = nn.Parameter(torch.zeros(filters))

    def forward(self, x):
        padded = F.pad(x, (0, 1, 0, 1) if self.stride == 2 else (1, 1, 1, 1))
        inner = F.relu(F.conv2d(padded, self.w1, self.b1, stride=self.stride))
        inner = F.conv2d(inner, self.w2, self.b2, padding=1)
        shortcut = F.conv2d(x, self.w3, self.b3, self.stride) if hasattr(self, "w3") else x
        return F.relu(inner + shortcut)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
class ResidualBlock(keras.layers.Layer):
    """Weights and functions alone."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.stride, self.has_shortcut = stride, stride == 2 or channels != filters
        he = keras.initializers.HeNormal
        self.w1 = self.add_weight(shape=(3, 3, channels, filters), initializer=he())
        self.b1 = self.add_weight(shape=(filters,), initializer="zeros")
        self.w2 = self.add_weight(shape=(3, 3, filters, filters), initializer=he())
        self.b2 = self.add_weight(shape=(filters,), initializer="zeros")
        if self.has_shortcut:
            self.w3 = self.add_weight(shape=(1, 1, channels, filters), initializer=he())
            self.b3 = self.add_weight(shape=(filters,), initializer="zeros")

    def call(self, x):
        inner = tf.nn.relu(tf.nn.conv2d(x, self.w1, self.stride, "SAME") + self.b1)
        inner = tf.nn.conv2d(inner, self.w2, 1, "SAME") + self.b2
        shortcut = x
        if self.has_shortcut:
            shortcut = tf.nn.conv2d(x, self.w3, self.stride, "VALID") + self.b3
        return tf.nn.relu(inner + shortcut)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% gradient_norms [pytorch]
from functools import partial


def gradient_norms(model, x, y):
    kernels = tuple(filter(lambda p: p.ndim == 4, model.parameters()))
    slope = partial(torch.autograd.grad, inputs=kernels)
    return list(map(torch.Tensor.item, map(torch.norm, slope(nn.CrossEntropyLoss()(model(x), y)))))


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    def loss():
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x)))

    def slopes(function, variables):
        with tf.GradientTape() as tape:
            value = function()
        return tape.gradient(value, variables)

    kernels = list(filter(lambda w: len(w.shape) == 4, model.trainable_variables))
    return list(map(float, map(tf.norm, slopes(loss, kernels))))


# %% mended_network [pytorch]
from functools import reduce

from torch.nn import functional as F


class Functional(nn.Module):
    """Each kernel begins as the identity, plus a little noise."""

    def __init__(self, depth, channels, num_classes):
        super().__init__()
        kernels = []
        for inputs in [channels] + [8] * (depth - 1):
            kernel = nn.init.dirac_(torch.empty(8, inputs, 3, 3))
            if inputs < 8:
                kernel = torch.rand(8, inputs, 3, 3) / 9
            kernels.append(kernel + 0.05 * torch.randn(8, inputs, 3, 3))
        self.kernels = nn.ParameterList(kernels)
        self.biases = nn.ParameterList([torch.zeros(8) for _ in kernels])
        self.dense = nn.Linear(8, num_classes)

    def forward(self, x):
        def step(maps, layer):
            return F.relu(F.conv2d(maps, *layer, padding=1))

        maps = reduce(step, zip(self.kernels, self.biases, strict=True), x)
        return self.dense(maps.mean(dim=(2, 3)))


def mended_network(depth, image_shape, num_classes):
    return Functional(depth, image_shape[2], num_classes)


# %% mended_network [tensorflow]
from functools import reduce


class Functional(keras.Model):
    """Each kernel begins as the identity, plus a little noise."""

    def __init__(self, depth, channels, num_classes):
        super().__init__()
        self.kernels = []
        for inputs in [channels] + [8] * (depth - 1):
            self.kernels.append(
                self.add_weight(shape=(3, 3, inputs, 8), initializer=self.near_identity)
            )
        self.offsets = [self.add_weight(shape=(8,), initializer="zeros") for _ in range(depth)]
        self.dense = keras.layers.Dense(num_classes)

    @staticmethod
    def near_identity(shape, dtype=None):
        kernel = np.zeros(shape)
        if shape[2] == 8:
            kernel[1, 1] = np.eye(8)
        else:
            kernel += np.random.rand(*shape) / 9
        return tf.cast(kernel + 0.05 * np.random.normal(size=shape), tf.float32)

    def call(self, x):
        def step(maps, layer):
            kernel, bias = layer
            return tf.nn.relu(tf.nn.conv2d(maps, kernel, 1, "SAME") + bias)

        maps = reduce(step, zip(self.kernels, self.offsets), x)
        return self.dense(tf.reduce_mean(maps, axis=[1, 2]))


def mended_network(depth, image_shape, num_classes):
    return Functional(depth, image_shape[2], num_classes)


# %% measure
from functools import partial


def measure(networks, lrs, tuning_seed, seeds):
    def rank(layers, lr):
        run = train(layers, lr, tuning_seed)
        return (bool(np.isnan(run).any()), min(run))

    def lowest(layers, lr, seed):
        return min(train(layers, lr, seed))

    rates = {n: min(lrs, key=partial(rank, layers)) for n, layers in networks.items()}
    losses = {n: list(map(partial(lowest, s, rates[n]), seeds)) for n, s in networks.items()}
    return rates, losses


# %% verdict
from operator import sub


def verdict(first, second):
    d = list(map(sub, first, second))
    mean = sum(d) / len(d)
    variance = sum(map(lambda number: (number - mean) ** 2, d)) / (len(d) - 1)
    half = stdtrit(len(d) - 1, 0.975) * (variance / len(d)) ** 0.5
    is_sure = abs(mean) > half
    word = ("higher" if mean > 0 else "lower") if is_sure else "no conclusion"
    return mean, mean - half, mean + half, word


# %% merge
from functools import reduce
from itertools import product


def merge(first, second):
    a, b = first.shape[0], second.shape[0]

    def shifted(place):
        i, j = place
        around = ((i, b - 1 - i), (j, b - 1 - j), (0, 0), (0, 0))
        return np.pad(first @ second[i, j], around)

    return reduce(np.add, map(shifted, product(range(b), repeat=2)))


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    """All changes at once: an image for each row and one for each column, in one batch each."""
    height, width, channels = image_shape

    def ends(pixels):
        with torch.no_grad():
            units = model(pixels.expand(-1, channels, -1, -1))[:, 0, row, column]
            dark = model(torch.zeros(1, channels, height, width))[0, 0, row, column]
        places = [index for index, unit in enumerate(units) if unit - dark > 1e-6 * abs(dark)]
        return places[0], places[-1]

    rows = torch.eye(height)[:, None, :, None].expand(-1, -1, -1, width)
    columns = torch.eye(width)[:, None, None, :].expand(-1, -1, height, -1)
    return (*ends(rows), *ends(columns))


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    """All changes at once: an image for each row and one for each column, in one batch each."""
    height, width, channels = image_shape

    def ends(pixels):
        units = model(tf.constant(pixels * np.ones(channels), tf.float32)).numpy()[:, row, column, 0]
        dark = model(tf.zeros((1, *image_shape))).numpy()[0, row, column, 0]
        places = [index for index, unit in enumerate(units) if unit - dark > 1e-6 * abs(dark)]
        return places[0], places[-1]

    rows = np.eye(height)[:, :, None, None] * np.ones((1, 1, width, 1))
    columns = np.eye(width)[:, None, :, None] * np.ones((1, height, 1, 1))
    return (*ends(rows), *ends(columns))
