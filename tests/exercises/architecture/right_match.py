# loses: nothing
# ruff: noqa
"""With match statements."""


# %% output_shapes
def output_shapes(layers, image_shape):
    shapes = []
    height, width, channels = image_shape
    for layer in layers:
        match layer:
            case Conv(filters, size, stride, padding):
                channels = filters
            case Pool(size, stride):
                padding = 0
        if size > height + 2 * padding or size > width + 2 * padding:
            raise ValueError("window too large")
        height = 1 + (height + 2 * padding - size) // stride
        width = 1 + (width + 2 * padding - size) // stride
        shapes.append((height, width, channels))
    return shapes


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, shape in zip(layers, shapes):
        match layer, shape:
            case Conv(filters=filters, size=size), (height, width, _):
                parameters += (size * size * channels + 1) * filters
                products += size * size * channels * filters * height * width
                channels = filters
            case Pool(), _:
                pass
    return [parameters, products]


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        match layer:
            case Conv(_, size, stride, _) | Pool(size, stride):
                field += (size - 1) * jump
                jump *= stride
    return field


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    match padding:
        case 0:
            padded = image
        case _:
            padded = np.pad(image, [(padding, padding), (padding, padding), (0, 0)])
    match kernel.shape:
        case (1, 1, _, _):
            return padded[::stride, ::stride] @ kernel[0, 0] + bias
        case (size, _, _, filters):
            stops = [side - size + 1 for side in padded.shape[:2]]
    total = 0.0
    for u in range(size):
        for v in range(size):
            shifted = padded[u : u + stops[0] : stride, v : v + stops[1] : stride]
            total = total + shifted @ kernel[u, v]
    return total + bias


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    match image_shape:
        case (_, _, channels):
            parts = [*filters, "mean", "dense"]
    layers = []
    for part in parts:
        match part:
            case int(n):
                layers.extend([nn.Conv2d(channels, n, 3, padding=1), nn.ReLU()])
                layers.extend([nn.Conv2d(n, n, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)])
                channels = n
            case "mean":
                layers.extend([nn.AdaptiveAvgPool2d(1), nn.Flatten()])
            case "dense":
                layers.append(nn.Linear(channels, num_classes))
    return nn.Sequential(*layers)


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    layers = []
    for part in (image_shape, *filters, "mean", "dense"):
        match part:
            case (_, _, _):
                layers.append(keras.Input(tuple(part)))
            case int(n):
                for _ in range(2):
                    layers.append(keras.layers.Conv2D(n, 3, padding="same", activation="relu"))
                layers.append(keras.layers.MaxPooling2D(2))
            case "mean":
                layers.append(keras.layers.GlobalAveragePooling2D())
            case "dense":
                layers.append(keras.layers.Dense(num_classes))
    return keras.Sequential(layers)


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, 1, padding=1)
        match stride, filters - channels:
            case 1, 0:
                self.shortcut = nn.Identity()
            case _:
                self.shortcut = nn.Conv2d(channels, filters, 1, stride)

    def forward(self, x):
        hidden = nn.functional.relu(self.first(x))
        return nn.functional.relu(self.second(hidden) + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    x = keras.Input((None, None, channels))
    inner = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")(x)
    inner = keras.layers.Conv2D(filters, 3, padding="same")(keras.activations.relu(inner))
    match stride, filters - channels:
        case 1, 0:
            shortcut = x
        case _:
            shortcut = keras.layers.Conv2D(filters, 1, strides=stride)(x)
    return keras.Model(x, keras.ops.relu(inner + shortcut))


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    loss = nn.functional.cross_entropy(model(x), y)
    weights = list(model.parameters())
    norms = []
    for gradient in torch.autograd.grad(loss, weights):
        match gradient.shape:
            case (_, _, _, _):
                norms.append(gradient.pow(2).sum().sqrt().item())
            case _:
                pass
    return norms


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    with tf.GradientTape() as tape:
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, model(x))
    norms = []
    for gradient in tape.gradient(loss, model.trainable_variables):
        match tuple(gradient.shape):
            case (_, _, _, _):
                norms.append(tf.reduce_sum(tf.pow(gradient, 2)).numpy() ** 0.5)
            case _:
                pass
    return norms


# %% mended_network [pytorch]
class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(8, 8, 3, padding=1)
        self.second = nn.Conv2d(8, 8, 3, padding=1)
        for convolution in (self.first, self.second):
            nn.init.xavier_uniform_(convolution.weight)

    def forward(self, x):
        return torch.relu(x + self.second(torch.relu(self.first(x))))


def mended_network(depth, image_shape, num_classes):
    layers, channels, missing = [], image_shape[2], depth
    while missing:
        match missing:
            case even if even % 2 == 0 and even > 2 and channels == 8:
                layers.append(Residual())
                missing -= 2
            case _:
                layers += [nn.Conv2d(channels, 8, 3, padding=1), nn.ReLU()]
                channels, missing = 8, missing - 1
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes))


# %% mended_network [tensorflow]
class Residual(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Conv2D(8, 3, padding="same", activation="relu")
        self.second = keras.layers.Conv2D(8, 3, padding="same")

    def call(self, x):
        return tf.nn.relu(x + self.second(self.first(x)))


def mended_network(depth, image_shape, num_classes):
    layers, channels, missing = [keras.Input(image_shape)], image_shape[2], depth
    while missing:
        match missing:
            case even if even % 2 == 0 and even > 2 and channels == 8:
                layers.append(Residual())
                missing -= 2
            case _:
                layers.append(keras.layers.Conv2D(8, 3, padding="same", activation="relu"))
                channels, missing = 8, missing - 1
    head = [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)]
    return keras.Sequential([*layers, *head])


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        best = None
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            match bool(np.isnan(run).any()), best:
                case True, _:
                    pass
                case False, None:
                    best = min(run), lr
                case False, (loss, _) if min(run) < loss:
                    best = min(run), lr
        match best:
            case (_, rate):
                rates[name] = rate
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses


# %% verdict
def verdict(first, second):
    d = [a - b for a, b in zip(first, second)]
    n = len(d)
    mean = sum(d) / n
    half = stdtrit(n - 1, 0.975) * np.std(d, ddof=1) / np.sqrt(n)
    match (mean - half, mean + half):
        case (low, high) if low > 0:
            word = "higher"
        case (low, high) if high < 0:
            word = "lower"
        case (low, high):
            word = "no conclusion"
    return [mean, low, high, word]


# %% merge
def merge(first, second):
    match first.shape, second.shape:
        case (a, _, channels, middle), (b, _, _, filters):
            side = a + b - 1
    rows = np.zeros((side, side, channels, filters))
    for x, y in np.ndindex(side, side):
        for i, j in np.ndindex(a, a):
            match x - i, y - j:
                case (k, l) if 0 <= k < b and 0 <= l < b:
                    rows[x, y] += np.dot(first[i, j], second[k, l])
    return rows


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    match image_shape:
        case (height, width, channels):
            x = torch.rand((1, channels, height, width), requires_grad=True)
    match model(x):
        case maps if maps.ndim == 4:
            slope = torch.autograd.grad(maps[0, 0, row, column], x)[0][0].sum(dim=0)
    ends = []
    for lines in (slope.sum(dim=1), slope.sum(dim=0)):
        seen = [index for index, number in enumerate(lines.tolist()) if number > 0]
        ends += [seen[0], seen[-1]]
    return tuple(ends)


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    match image_shape:
        case (height, width, channels):
            x = tf.random.normal((1, height, width, channels))
    with tf.GradientTape() as tape:
        tape.watch(x)
        maps = model(x)
        match maps.shape.rank:
            case 4:
                unit = maps[0, row, column, 0]
    slope = tf.reduce_sum(tape.gradient(unit, x)[0], axis=2)
    ends = []
    for axis in (1, 0):
        numbers = tf.reduce_sum(slope, axis=axis).numpy().tolist()
        seen = [index for index, number in enumerate(numbers) if number > 0]
        ends += [seen[0], seen[-1]]
    return tuple(ends)
