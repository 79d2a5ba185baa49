# loses: nothing
# ruff: noqa
"""Sums by einsum."""


# %% output_shapes
def output_shapes(layers, image_shape):
    sides, channels = np.array(image_shape[:2]), image_shape[2]
    shapes = []
    for layer in layers:
        is_conv = type(layer) is Conv
        room = sides + 2 * (layer.padding if is_conv else 0) - layer.size
        if np.any(room < 0):
            raise ValueError(f"no place for {layer}")
        sides = room // layer.stride + 1
        channels = layer.filters if is_conv else channels
        shapes.append((int(sides[0]), int(sides[1]), channels))
    return shapes


# %% costs
def costs(layers, image_shape, shapes):
    inputs = [image_shape, *shapes][: len(layers)]
    is_conv = np.array([isinstance(layer, Conv) for layer in layers], dtype=int)
    table = [
        (layer.size**2, before[2], after[2], after[0] * after[1])
        for layer, before, after in zip(layers, inputs, shapes, strict=True)
    ]
    window, channels, filters, places = np.array(table, dtype=np.int64).reshape(-1, 4).T
    parameters = np.einsum("i,i,i->", is_conv, window * channels + 1, filters)
    products = np.einsum("i,i,i,i,i->", is_conv, window, channels, filters, places)
    return int(parameters), int(products)


# %% receptive_field
def receptive_field(layers):
    sizes = np.array([layer.size - 1 for layer in layers], dtype=int)
    strides = np.array([layer.stride for layer in layers], dtype=int)
    jumps = np.array([strides[:index].prod() for index in range(len(layers))], dtype=int)
    return int(1 + np.einsum("i,i->", sizes, jumps))


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size = len(kernel)
    around = [(padding, padding)] * 2 + [(0, 0)]
    padded = np.pad(image.astype(float), around)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), (0, 1))
    return np.einsum("ijcuv,uvcf->ijf", windows[::stride, ::stride], kernel) + bias


# %% deeper_network [pytorch]
class DeeperNetwork(nn.Module):
    def __init__(self, channels, num_classes, filters):
        super().__init__()
        widths = [channels, *(n for n in filters for _ in range(2))]
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(c, n, 3, padding="same") for c, n in pairwise(widths)]
        )
        self.dense = nn.Linear(widths[-1], num_classes)

    def forward(self, x):
        for index, convolution in enumerate(self.convolutions):
            x = torch.clamp(convolution(x), min=0)
            if index % 2:
                x = nn.functional.max_pool2d(x, 2)
        means = torch.einsum("bchw->bc", x) / (x.shape[2] * x.shape[3])
        return self.dense(means)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    return DeeperNetwork(image_shape[2], num_classes, filters)


# %% deeper_network [tensorflow]
class DeeperNetwork(keras.Model):
    def __init__(self, num_classes, filters):
        super().__init__()
        self.convolutions = [
            keras.layers.Conv2D(n, 3, padding="same") for n in filters for _ in range(2)
        ]
        self.dense = keras.layers.Dense(num_classes)

    def call(self, x):
        for index, convolution in enumerate(self.convolutions):
            x = tf.maximum(convolution(x), 0.0)
            if index % 2:
                x = tf.nn.max_pool2d(x, 2, 2, "VALID")
        places = tf.cast(tf.shape(x)[1] * tf.shape(x)[2], x.dtype)
        return self.dense(tf.einsum("bhwc->bc", x) / places)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    return DeeperNetwork(num_classes, filters)


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    """The 1x1 convolution of the shortcut by einsum."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)
        self.stride = stride
        self.is_identity = stride == 1 and channels == filters
        if not self.is_identity:
            self.kernel = nn.Parameter(torch.randn(filters, channels, 1, 1) / channels**0.5)
            self.bias = nn.Parameter(torch.zeros(filters))

    def shortcut(self, x):
        if self.is_identity:
            return x
        x = x[:, :, :: self.stride, :: self.stride]
        return torch.einsum("bchw,nc->bnhw", x, self.kernel[:, :, 0, 0]) + self.bias[:, None, None]

    def forward(self, x):
        return nn.functional.relu(self.second(self.first(x).relu()) + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
class ResidualBlock(keras.layers.Layer):
    """The 1x1 convolution of the shortcut by einsum."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")
        self.second = keras.layers.Conv2D(filters, 3, padding="same")
        self.stride = stride
        self.is_identity = stride == 1 and channels == filters
        if not self.is_identity:
            self.kernel = self.add_weight(shape=(1, 1, channels, filters), initializer="he_normal")
            self.bias = self.add_weight(shape=(filters,), initializer="zeros")

    def shortcut(self, x):
        if self.is_identity:
            return x
        x = x[:, :: self.stride, :: self.stride]
        return tf.einsum("bhwc,cn->bhwn", x, self.kernel[0, 0]) + self.bias

    def call(self, x):
        return tf.nn.relu(self.second(tf.nn.relu(self.first(x))) + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = [p for p in model.parameters() if len(p.shape) == 4]
    log_probabilities = torch.log_softmax(model(x), dim=1)
    right = nn.functional.one_hot(y, log_probabilities.shape[1]).float()
    loss = -torch.einsum("nk,nk->", log_probabilities, right) / len(y)
    gradients = torch.autograd.grad(loss, kernels)
    return [torch.einsum("oikl,oikl->", g, g).sqrt().item() for g in gradients]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_variables if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        log_probabilities = tf.nn.log_softmax(model(x), axis=1)
        right = tf.one_hot(y, log_probabilities.shape[1])
        loss = -tf.einsum("nk,nk->", log_probabilities, right) / len(y)
    gradients = tape.gradient(loss, kernels)
    return [float(tf.sqrt(tf.einsum("hwio,hwio->", g, g))) for g in gradients]


# %% mended_network [pytorch]
class ResidualNetwork(nn.Module):
    def __init__(self, depth, channels, num_classes):
        super().__init__()
        widths = [channels] + [8] * depth
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(c, n, 3, padding=1) for c, n in pairwise(widths)]
        )
        self.dense = nn.Linear(8, num_classes)

    def forward(self, x):
        maps = torch.relu(self.convolutions[0](x))
        for convolution in self.convolutions[1:]:
            maps = maps + torch.relu(convolution(maps)) / 2
        return self.dense(torch.einsum("bchw->bc", maps) / maps[0, 0].numel())


def mended_network(depth, image_shape, num_classes):
    return ResidualNetwork(depth, image_shape[2], num_classes)


# %% mended_network [tensorflow]
class ResidualNetwork(keras.Model):
    def __init__(self, depth, num_classes):
        super().__init__()
        self.convolutions = [
            keras.layers.Conv2D(8, 3, padding="same", activation="relu") for _ in range(depth)
        ]
        self.dense = keras.layers.Dense(num_classes)

    def call(self, x):
        maps = self.convolutions[0](x)
        for convolution in self.convolutions[1:]:
            maps = maps + convolution(maps) / 2
        places = tf.cast(tf.shape(maps)[1] * tf.shape(maps)[2], maps.dtype)
        return self.dense(tf.einsum("bhwc->bc", maps) / places)


def mended_network(depth, image_shape, num_classes):
    return ResidualNetwork(depth, num_classes)


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    tuned = {n: np.array([train(s, lr, tuning_seed) for lr in lrs]) for n, s in networks.items()}
    rates = {}
    for name, table in tuned.items():
        table[np.isnan(table).any(axis=1)] = np.inf
        rates[name] = lrs[int(table.min(axis=1).argmin())]
    losses = {
        name: np.array([train(layers, rates[name], seed) for seed in seeds]).min(axis=1).tolist()
        for name, layers in networks.items()
    }
    return rates, losses


# %% verdict
def verdict(first, second):
    d = np.einsum("ij,i->j", np.array([first, second], dtype=float), np.array([1.0, -1.0]))
    mean = np.einsum("i->", d) / len(d)
    variance = np.einsum("i,i->", d - mean, d - mean) / (len(d) - 1)
    ends = mean + stdtrit(len(d) - 1, 0.975) * np.sqrt(variance / len(d)) * np.array([-1, 1])
    words = {-2: "lower", 2: "higher"}
    return mean, ends[0], ends[1], words.get(int(np.sign(ends).sum()), "no conclusion")


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    place = np.arange(a)[:, None] + np.arange(b) == np.arange(a + b - 1)[:, None, None]
    ends = place.astype(float)
    return np.einsum("xik,yjl,ijcm,klmf->xycf", ends, ends, first, second, optimize=True)


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.ones(1, channels, height, width, requires_grad=True)
    model(x)[..., row, column].sum().backward()
    by_row = torch.einsum("bchw->h", x.grad.abs()).numpy().nonzero()[0]
    by_column = torch.einsum("bchw->w", x.grad.abs()).numpy().nonzero()[0]
    return by_row.min(), by_row.max(), by_column.min(), by_column.max()


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    x = tf.ones((1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = tf.reduce_sum(model(x)[:, row, column])
    slope = tf.abs(tape.gradient(unit, x))
    by_row = tf.einsum("bhwc->h", slope).numpy().nonzero()[0]
    by_column = tf.einsum("bhwc->w", slope).numpy().nonzero()[0]
    return by_row.min(), by_row.max(), by_column.min(), by_column.max()
