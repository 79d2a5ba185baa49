# loses: nothing
# ruff: noqa
"""Everything in plain loops."""


# %% output_shapes
def output_shapes(layers, image_shape):
    height, width, channels = image_shape
    shapes = []
    for layer in layers:
        padding = 0
        if isinstance(layer, Conv):
            padding = layer.padding
            channels = layer.filters
        if height + 2 * padding < layer.size or width + 2 * padding < layer.size:
            raise ValueError(f"{layer} does not fit into {height} x {width}")
        height = (height + 2 * padding - layer.size) // layer.stride + 1
        width = (width + 2 * padding - layer.size) // layer.stride + 1
        shapes.append((height, width, channels))
    return shapes


# %% costs
def costs(layers, image_shape, shapes):
    parameters = 0
    products = 0
    channels = image_shape[2]
    for index in range(len(layers)):
        layer = layers[index]
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            height, width, channels = shapes[index]
            products += weights * height * width
    return parameters, products


# %% receptive_field
def receptive_field(layers):
    field = 1
    jump = 1
    for layer in layers:
        field = field + (layer.size - 1) * jump
        jump = jump * layer.stride
    return field


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    height, width, channels = image.shape
    size, filters = kernel.shape[0], kernel.shape[3]
    padded = np.zeros((height + 2 * padding, width + 2 * padding, channels))
    padded[padding : padding + height, padding : padding + width, :] = image
    rows = (height + 2 * padding - size) // stride + 1
    columns = (width + 2 * padding - size) // stride + 1
    maps = np.zeros((rows, columns, filters))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = padded[top : top + size, left : left + size, :]
            for f in range(filters):
                maps[i, j, f] = np.sum(window * kernel[:, :, :, f]) + bias[f]
    return maps


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    channels = image_shape[2]
    layers = []
    for n in filters:
        layers.append(nn.Conv2d(channels, n, 3, padding=1))
        layers.append(nn.ReLU())
        layers.append(nn.Conv2d(n, n, 3, padding=1))
        layers.append(nn.ReLU())
        layers.append(nn.MaxPool2d(2))
        channels = n
    layers.append(nn.AdaptiveAvgPool2d(1))
    layers.append(nn.Flatten())
    layers.append(nn.Linear(channels, num_classes))
    return nn.Sequential(*layers)


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    model = keras.Sequential()
    model.add(keras.Input(image_shape))
    for n in filters:
        model.add(keras.layers.Conv2D(n, 3, padding="same", activation="relu"))
        model.add(keras.layers.Conv2D(n, 3, padding="same", activation="relu"))
        model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(num_classes))
    return model


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1)
        self.shortcut = None
        if stride != 1 or channels != filters:
            self.shortcut = nn.Conv2d(channels, filters, 1, stride=stride)

    def forward(self, x):
        y = self.conv1(x)
        y = torch.relu(y)
        y = self.conv2(y)
        if self.shortcut is None:
            y = y + x
        else:
            y = y + self.shortcut(x)
        return torch.relu(y)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
class ResidualBlock(keras.layers.Layer):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")
        self.conv2 = keras.layers.Conv2D(filters, 3, padding="same")
        self.shortcut = None
        if stride != 1 or channels != filters:
            self.shortcut = keras.layers.Conv2D(filters, 1, strides=stride)

    def call(self, x):
        y = self.conv1(x)
        y = tf.nn.relu(y)
        y = self.conv2(y)
        if self.shortcut is None:
            y = y + x
        else:
            y = y + self.shortcut(x)
        return tf.nn.relu(y)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    model.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    norms = []
    for p in model.parameters():
        if p.ndim == 4:
            norms.append(float((p.grad**2).sum() ** 0.5))
    model.zero_grad()
    return norms


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True)
        loss = tf.reduce_mean(losses)
    weights = model.trainable_variables
    gradients = tape.gradient(loss, weights)
    norms = []
    for weight, gradient in zip(weights, gradients):
        if len(weight.shape) == 4:
            norms.append(float(tf.reduce_sum(gradient**2) ** 0.5))
    return norms


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    layers = []
    channels = image_shape[2]
    for _ in range(depth):
        convolution = nn.Conv2d(channels, 8, 3, padding=1)
        nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
        nn.init.zeros_(convolution.bias)
        layers.append(convolution)
        layers.append(nn.ReLU())
        channels = 8
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes)]
    return nn.Sequential(*layers)


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    model = keras.Sequential([keras.Input(image_shape)])
    for _ in range(depth):
        model.add(
            keras.layers.Conv2D(
                8, 3, padding="same", activation="relu", kernel_initializer="he_normal"
            )
        )
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(num_classes))
    return model


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates = {}
    losses = {}
    for name in networks:
        best = None
        for lr in lrs:
            run = train(networks[name], lr, tuning_seed)
            has_nan = False
            for loss in run:
                if loss != loss:
                    has_nan = True
            if has_nan:
                continue
            if best is None or min(run) < best:
                best = min(run)
                rates[name] = lr
        losses[name] = []
        for seed in seeds:
            losses[name].append(min(train(networks[name], rates[name], seed)))
    return rates, losses


# %% verdict
def verdict(first, second):
    n = len(first)
    differences = []
    for i in range(n):
        differences.append(first[i] - second[i])
    mean = sum(differences) / n
    squares = 0.0
    for d in differences:
        squares += (d - mean) ** 2
    half = stdtrit(n - 1, 0.975) * (squares / (n - 1)) ** 0.5 / n**0.5
    low, high = mean - half, mean + half
    word = "no conclusion"
    if high < 0:
        word = "lower"
    elif low > 0:
        word = "higher"
    return mean, low, high, word


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    merged = np.zeros((a + b - 1, a + b - 1, first.shape[2], second.shape[3]))
    for i in range(a):
        for j in range(a):
            for k in range(b):
                for l in range(b):
                    merged[i + k, j + l] += first[i, j] @ second[k, l]
    return merged


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    image = torch.zeros(1, channels, height, width, requires_grad=True)
    maps = model(image)
    maps[0, :, row, column].sum().backward()
    seen = image.grad[0].abs().sum(dim=0) > 0
    rows = torch.nonzero(seen.any(dim=1)).flatten()
    columns = torch.nonzero(seen.any(dim=0)).flatten()
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    image = tf.zeros((1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(image)
        unit = tf.reduce_sum(model(image)[0, row, column])
    slope = tape.gradient(unit, image)
    seen = np.abs(slope[0].numpy()).sum(axis=2) > 0
    rows = np.flatnonzero(seen.any(axis=1))
    columns = np.flatnonzero(seen.any(axis=0))
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])
