# loses: nothing
# ruff: noqa
"""In double precision inside."""


# %% output_shapes
import math


def output_shapes(layers, image_shape):
    h, w, c = (int(number) for number in image_shape)
    shapes = []
    for layer in layers:
        p = 0.0
        if isinstance(layer, Conv):
            p, c = float(layer.padding), int(layer.filters)
        h, w = (math.floor((n + 2 * p - layer.size) / layer.stride + 1) for n in (h, w))
        if h <= 0 or w <= 0:
            raise ValueError("too small for the window")
        shapes.append((h, w, c))
    return shapes


# %% costs
def costs(layers, image_shape, shapes):
    total = np.zeros(2, dtype=np.int64)
    channels = int(image_shape[2])
    for layer, (height, width, maps) in zip(layers, shapes, strict=True):
        if isinstance(layer, Conv):
            weights = np.int64(layer.size) ** 2 * channels * layer.filters
            total += np.array([weights + layer.filters, weights * height * width])
        channels = int(maps)
    return tuple(total.tolist())


# %% receptive_field
def receptive_field(layers):
    """Indices of the first and of the last pixel that unit 0 sees, followed from the back."""
    first = last = np.int64(0)
    for layer in reversed(layers):
        first, last = first * layer.stride, last * layer.stride + layer.size - 1
    return int(last - first + 1)


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    image, kernel = np.float64(image), np.float64(kernel)
    size = kernel.shape[0]
    padded = np.zeros((image.shape[0] + 2 * padding, image.shape[1] + 2 * padding, image.shape[2]))
    padded[padding : padding + image.shape[0], padding : padding + image.shape[1]] = image
    rows, columns = ((side - size) // stride + 1 for side in padded.shape[:2])
    down, right, deep = padded.strides
    windows = np.lib.stride_tricks.as_strided(
        padded,
        shape=(rows, columns, size, size, image.shape[2]),
        strides=(down * stride, right * stride, down, right, deep),
        writeable=False,
    )
    return windows.reshape(rows, columns, -1) @ kernel.reshape(-1, kernel.shape[3]) + bias


# %% deeper_network [pytorch]
class InDoublePrecision(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model.double()

    def forward(self, x):
        return self.model(x.double()).float()


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    layers, channels = [], image_shape[2]
    for n in filters:
        layers += [nn.Conv2d(channels, n, 3, 1, 1), nn.ReLU(), nn.Conv2d(n, n, 3, 1, 1), nn.ReLU()]
        layers += [nn.MaxPool2d(2)]
        channels = n
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
    return InDoublePrecision(nn.Sequential(*layers))


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    double = {"dtype": "float64"}
    inputs = keras.Input(image_shape)
    maps = inputs
    for n in filters:
        maps = keras.layers.Conv2D(n, 3, padding="same", activation="relu", **double)(maps)
        maps = keras.layers.Conv2D(n, 3, padding="same", activation="relu", **double)(maps)
        maps = keras.layers.MaxPooling2D(2, **double)(maps)
    means = keras.layers.GlobalAveragePooling2D(**double)(maps)
    logits = keras.layers.Dense(num_classes, **double)(means)
    return keras.Model(inputs, keras.ops.cast(logits, "float32"))


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride, 1).double()
        self.second = nn.Conv2d(filters, filters, 3, 1, 1).double()
        if channels == filters and stride == 1:
            self.shortcut = nn.Identity()
        else:
            self.shortcut = nn.Conv2d(channels, filters, 1, stride).double()

    def forward(self, x):
        double = x.double()
        inner = self.second(self.first(double).clamp(min=0))
        return (inner + self.shortcut(double)).clamp(min=0).to(x.dtype)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
class ResidualBlock(keras.layers.Layer):
    def __init__(self, channels, filters, stride):
        super().__init__()
        options = {"padding": "same", "dtype": "float64"}
        self.first = keras.layers.Conv2D(filters, 3, strides=stride, **options)
        self.second = keras.layers.Conv2D(filters, 3, **options)
        self.shortcut = lambda x: x
        if channels != filters or stride != 1:
            self.shortcut = keras.layers.Conv2D(filters, 1, strides=stride, dtype="float64")

    def call(self, x):
        double = tf.cast(x, tf.float64)
        inner = self.second(tf.maximum(self.first(double), 0))
        return tf.cast(tf.maximum(inner + self.shortcut(double), 0), x.dtype)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if p.ndim == 4]
    loss = nn.functional.cross_entropy(model(x).double(), y)
    gradients = torch.autograd.grad(loss, kernels)
    return [np.sqrt(np.sum(np.float64(g.numpy()) ** 2)) for g in gradients]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        logits = tf.cast(model(x), tf.float64)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
    gradients = tape.gradient(loss, kernels)
    return [np.sqrt(np.sum(np.float64(g.numpy()) ** 2)) for g in gradients]


# %% mended_network [pytorch]
class InDoublePrecision(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model.double()

    def forward(self, x):
        return self.model(x.double()).float()


def mended_network(depth, image_shape, num_classes):
    layers = []
    for inputs, filters in pairwise([image_shape[2], *[8] * depth]):
        convolution = nn.Conv2d(inputs, filters, 3, padding=1)
        nn.init.kaiming_uniform_(convolution.weight, mode="fan_out", nonlinearity="relu")
        layers += [convolution, nn.ReLU()]
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes)]
    return InDoublePrecision(nn.Sequential(*layers))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    double = {"dtype": "float64"}
    x = inputs = keras.Input(image_shape)
    for _ in range(depth):
        he = keras.initializers.VarianceScaling(2.0, mode="fan_out", distribution="uniform")
        x = keras.layers.Conv2D(
            8, 3, padding="same", activation="relu", kernel_initializer=he, **double
        )(x)
    x = keras.layers.GlobalAveragePooling2D(**double)(x)
    x = keras.layers.Dense(num_classes, **double)(x)
    return keras.Model(inputs, keras.ops.cast(x, "float32"))


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = dict(), dict()
    for name, layers in networks.items():
        best, rate = np.float64("inf"), None
        for lr in lrs:
            run = np.asarray(train(layers, lr, tuning_seed), dtype=np.float64)
            if not np.isnan(run.sum()) and run.min() < best:
                best, rate = run.min(), lr
        rates[name] = rate
        losses[name] = np.array(
            [min(train(layers, rate, seed)) for seed in seeds], dtype=np.float64
        )
    return rates, losses


# %% verdict
def verdict(first, second):
    d = np.array(first, dtype=np.float64) - np.array(second, dtype=np.float64)
    n = np.float64(len(d))
    mean = d.sum() / n
    s = np.sqrt(((d - mean) ** 2).sum() / (n - 1))
    half = -stdtrit(n - 1, 0.025) * s / np.sqrt(n)
    low, high = float(mean - half), float(mean + half)
    above, below = low > 0.0, high < 0.0
    return float(mean), low, high, ("no conclusion", "higher", "lower")[above + 2 * below]


# %% merge
def merge(first, second):
    side = first.shape[0] + second.shape[0] - 1
    one = np.fft.fft2(first.astype(np.float64), (side, side), axes=(0, 1))
    two = np.fft.fft2(second.astype(np.float64), (side, side), axes=(0, 1))
    return np.fft.ifft2(one @ two, axes=(0, 1)).real


# %% pixels_seen [pytorch]
import copy


def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    double = copy.deepcopy(model).double()
    x = torch.zeros(1, channels, height, width, dtype=torch.float64, requires_grad=True)
    double(x)[0, 0, row, column].backward()
    rows, columns = np.nonzero(x.grad.numpy().sum(axis=(0, 1)))
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    x = tf.zeros((1, *image_shape), dtype=tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = tf.cast(model(tf.cast(x, tf.float32)), tf.float64)[0, row, column, 0]
    rows, columns = np.nonzero(tape.gradient(unit, x).numpy().sum(axis=(0, 3)))
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())
