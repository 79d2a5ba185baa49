# loses: nothing
# ruff: noqa
"""With keyword arguments and tables."""


# %% output_shapes
def output_shapes(layers, image_shape):
    def places(*, side, size, stride, padding=0, filters=None):
        count, rest = divmod(side + 2 * padding - size, stride)
        if count < 0:
            raise ValueError(dict(side=side, size=size, padding=padding))
        return count + 1

    shape = dict(zip(("height", "width", "channels"), image_shape, strict=True))
    result = []
    for layer in layers:
        options = layer._asdict()
        shape = dict(
            height=places(side=shape["height"], **options),
            width=places(side=shape["width"], **options),
            channels=options.get("filters", shape["channels"]),
        )
        result.append(tuple(shape.values()))
    return result


# %% costs
def costs(layers, image_shape, shapes):
    def weights(*, size, channels, filters, **others):
        return size * size * channels * filters

    channels = [image_shape[2]] + [shape[2] for shape in shapes]
    counts = dict(parameters=0, products=0)
    for number, layer in enumerate(layers):
        if hasattr(layer, "filters"):
            count = weights(channels=channels[number], **layer._asdict())
            counts["parameters"] += count + layer.filters
            counts["products"] += count * shapes[number][0] * shapes[number][1]
    return counts["parameters"], counts["products"]


# %% receptive_field
def receptive_field(layers):
    state = dict(field=1, jump=1)
    for layer in layers:
        options = layer._asdict()
        state.update(
            field=state["field"] + (options["size"] - 1) * state["jump"],
            jump=state["jump"] * options["stride"],
        )
    return state["field"]


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size = np.shape(kernel)[0]
    padded = np.pad(
        array=image,
        pad_width=((padding, padding), (padding, padding), (0, 0)),
        mode="constant",
        constant_values=0,
    )
    tops = np.arange(start=0, stop=padded.shape[0] - size + 1, step=stride)
    lefts = np.arange(start=0, stop=padded.shape[1] - size + 1, step=stride)
    offsets = np.arange(size)
    windows = padded[
        tops[:, None, None, None] + offsets[:, None], lefts[None, :, None, None] + offsets
    ]
    return np.add(np.einsum("ijuvc,uvcf->ijf", windows, kernel, optimize=True), bias)


# %% deeper_network [pytorch]
from collections import OrderedDict


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    options = dict(kernel_size=(3, 3), stride=1, padding=(1, 1), bias=True)
    layers = OrderedDict()
    channels = image_shape[2]
    for i, n in enumerate(filters):
        layers[f"conv{i}a"] = nn.Conv2d(in_channels=channels, out_channels=n, **options)
        layers[f"relu{i}a"] = nn.ReLU()
        layers[f"conv{i}b"] = nn.Conv2d(in_channels=n, out_channels=n, **options)
        layers[f"relu{i}b"] = nn.ReLU()
        layers[f"pool{i}"] = nn.MaxPool2d(kernel_size=2, stride=2, ceil_mode=False)
        channels = n
    layers["mean"] = nn.AdaptiveAvgPool2d(output_size=1)
    layers["flat"] = nn.Flatten()
    layers["dense"] = nn.Linear(in_features=channels, out_features=num_classes)
    return nn.Sequential(layers)


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    options = dict(kernel_size=3, strides=1, padding="same", activation="relu", use_bias=True)
    layers = [keras.Input(shape=image_shape)]
    for i, n in enumerate(filters):
        layers.append(keras.layers.Conv2D(filters=n, name=f"conv{i}a", **options))
        layers.append(keras.layers.Conv2D(filters=n, name=f"conv{i}b", **options))
        layers.append(keras.layers.MaxPooling2D(pool_size=2, strides=2, name=f"pool{i}"))
    layers.append(keras.layers.GlobalAveragePooling2D(name="mean"))
    layers.append(keras.layers.Dense(units=num_classes, name="dense"))
    return keras.Sequential(layers=layers)


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, *, channels, filters, stride):
        super().__init__()
        self.layers = nn.ModuleDict(
            dict(
                first=nn.Conv2d(
                    in_channels=channels,
                    out_channels=filters,
                    kernel_size=3,
                    stride=stride,
                    padding=1,
                ),
                second=nn.Conv2d(
                    in_channels=filters, out_channels=filters, kernel_size=3, padding="same"
                ),
            )
        )
        if stride != 1 or channels != filters:
            self.layers["shortcut"] = nn.Conv2d(
                in_channels=channels, out_channels=filters, kernel_size=1, stride=stride
            )

    def forward(self, x):
        inner = self.layers["second"](torch.relu(input=self.layers["first"](x)))
        outer = self.layers["shortcut"](x) if "shortcut" in self.layers else x
        return torch.relu(input=torch.add(input=inner, other=outer))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels=channels, filters=filters, stride=stride)


# %% residual_block [tensorflow]
class ResidualBlock(keras.layers.Layer):
    def __init__(self, *, channels, filters, stride, **options):
        super().__init__(**options)
        self.first = keras.layers.Conv2D(
            filters=filters, kernel_size=3, strides=stride, padding="same", activation="relu"
        )
        self.second = keras.layers.Conv2D(filters=filters, kernel_size=3, padding="same")
        self.has_shortcut = stride != 1 or channels != filters
        if self.has_shortcut:
            self.shortcut = keras.layers.Conv2D(filters=filters, kernel_size=1, strides=stride)

    def call(self, inputs):
        outer = self.shortcut(inputs) if self.has_shortcut else inputs
        return tf.nn.relu(features=tf.add(x=self.second(self.first(inputs)), y=outer))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels=channels, filters=filters, stride=stride)


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    kernels = dict(filter(lambda pair: pair[1].ndim == 4, model.named_parameters()))
    loss = nn.functional.cross_entropy(input=model(x), target=y, reduction="mean")
    found = torch.autograd.grad(outputs=loss, inputs=tuple(kernels.values()))
    norms = dict(zip(kernels, found, strict=True))
    return [torch.linalg.vector_norm(x=norms[name], ord=2).item() for name in kernels]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = list(filter(lambda w: len(w.shape) == 4, model.trainable_variables))
    with tf.GradientTape(persistent=False, watch_accessed_variables=False) as tape:
        for kernel in kernels:
            tape.watch(kernel.value if hasattr(kernel, "value") else kernel)
        losses = keras.losses.sparse_categorical_crossentropy(
            y_true=y, y_pred=model(x), from_logits=True
        )
        loss = tf.reduce_mean(input_tensor=losses)
    gradients = tape.gradient(target=loss, sources=kernels)
    return [float(tf.norm(tensor=gradient, ord="euclidean")) for gradient in gradients]


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    """He's initialization by hand, with the deviation as an argument."""
    model = nn.Sequential()
    channels = image_shape[2]
    for number in range(depth):
        layer = nn.Conv2d(in_channels=channels, out_channels=8, kernel_size=3, padding=1)
        nn.init.normal_(tensor=layer.weight, mean=0.0, std=(2 / (9 * channels)) ** 0.5)
        nn.init.constant_(tensor=layer.bias, val=0.0)
        model.add_module(name=f"convolution_{number}", module=layer)
        model.add_module(name=f"relu_{number}", module=nn.ReLU())
        channels = 8
    model.add_module(name="pool", module=nn.AdaptiveAvgPool2d(output_size=1))
    model.add_module(name="flatten", module=nn.Flatten())
    model.add_module(name="dense", module=nn.Linear(in_features=8, out_features=num_classes))
    return model


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    """He's initialization by hand, with the deviation as an argument."""
    layers = [keras.Input(shape=image_shape)]
    channels = image_shape[2]
    for number in range(depth):
        drawn = keras.initializers.RandomNormal(mean=0.0, stddev=(2 / (9 * channels)) ** 0.5)
        layers.append(
            keras.layers.Conv2D(
                filters=8,
                kernel_size=3,
                padding="same",
                activation="relu",
                kernel_initializer=drawn,
                bias_initializer="zeros",
                name=f"convolution_{number}",
            )
        )
        channels = 8
    layers.append(keras.layers.GlobalAveragePooling2D(name="pool"))
    layers.append(keras.layers.Dense(units=num_classes, name="dense"))
    return keras.Sequential(layers=layers)


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    def lowest(*, layers, lr, seed):
        return np.amin(train(layers=layers, lr=lr, seed=seed))

    rates = dict()
    for name in networks:
        table = {lr: lowest(layers=networks[name], lr=lr, seed=tuning_seed) for lr in lrs}
        table = {lr: loss for lr, loss in table.items() if not np.isnan(loss)}
        rates[name] = sorted(table, key=lambda lr: table[lr])[0]
    losses = dict()
    for name in networks:
        losses[name] = [
            lowest(layers=networks[name], lr=rates[name], seed=seed) for seed in seeds
        ]
    return rates, losses


# %% verdict
def verdict(first, second):
    difference = np.subtract(np.asarray(first, dtype=float), np.asarray(second, dtype=float))
    mean = np.mean(a=difference)
    error = np.std(a=difference, ddof=1) / np.sqrt(difference.size)
    quantile = stdtrit(difference.size - 1, 0.975)
    low, high = mean - quantile * error, mean + quantile * error
    word = {(True, False): "higher", (False, True): "lower"}.get((bool(low > 0), bool(high < 0)))
    return mean, low, high, word or "no conclusion"


# %% merge
def merge(first, second):
    """The answer to an image with a single 1 in it is the kernel, turned around."""
    a, b, channels = first.shape[0], second.shape[0], first.shape[2]
    side = a + b - 1
    kernels = []
    for channel in range(channels):
        image = np.zeros(shape=(2 * side - 1, 2 * side - 1, channels))
        image[side - 1, side - 1, channel] = 1.0
        maps = image
        for kernel in (first, second):
            windows = np.lib.stride_tricks.sliding_window_view(
                x=maps, window_shape=kernel.shape[:2], axis=(0, 1)
            )
            maps = np.einsum("ijcuv,uvcf->ijf", windows, kernel)
        kernels.append(maps[::-1, ::-1])
    return np.stack(kernels, axis=2)


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.zeros(size=(1, channels, height, width), requires_grad=True)
    maps = model(x)
    mask = torch.zeros_like(input=maps)
    mask[0, :, row, column] = 1.0
    maps.backward(gradient=mask)
    result = []
    for axis in (2, 1):
        seen = np.flatnonzero(x.grad[0].sum(dim=0).numpy().sum(axis=axis - 1))
        result.extend([int(seen.min()), int(seen.max())])
    return tuple(result)


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    x = tf.zeros(shape=(1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(tensor=x)
        maps = model(x)
    mask = np.zeros(shape=maps.shape, dtype=np.float32)
    mask[0, row, column, :] = 1.0
    slope = tape.gradient(target=maps, sources=x, output_gradients=tf.constant(value=mask))
    result = []
    for axis in (1, 0):
        seen = np.flatnonzero(np.sum(slope[0].numpy().sum(axis=-1), axis=axis))
        result.extend([int(seen.min()), int(seen.max())])
    return tuple(result)
