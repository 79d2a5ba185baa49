# loses: nothing
# ruff: noqa
"""As much as possible from the libraries."""


# %% output_shapes
from itertools import accumulate


def output_shapes(layers, image_shape):
    def behind(shape, layer):
        *sides, channels = shape
        padding = layer.padding if isinstance(layer, Conv) else 0
        sides = [len(np.arange(side + 2 * padding)[layer.size - 1 :: layer.stride]) for side in sides]
        if 0 in sides:
            raise ValueError(f"{layer} on {shape}")
        return (*sides, layer.filters if isinstance(layer, Conv) else channels)

    return list(accumulate(layers, behind, initial=image_shape))[1:]


# %% costs
import math


def costs(layers, image_shape, shapes):
    parameters = products = 0
    for layer, before, after in zip(layers, [image_shape, *shapes], shapes):
        if isinstance(layer, Conv):
            kernel = (layer.size, layer.size, before[-1], after[-1])
            parameters += math.prod(kernel) + after[-1]
            products += math.prod(kernel) * math.prod(after[:2])
    return parameters, products


# %% receptive_field
import math


def receptive_field(layers):
    return 1 + sum(
        (layer.size - 1) * math.prod(front.stride for front in layers[:index])
        for index, layer in enumerate(layers)
    )


# %% convolve
from scipy.signal import correlate


def convolve(image, kernel, bias, stride=1, padding=0):
    padded = np.pad(image, ((padding,) * 2, (padding,) * 2, (0, 0))).astype(float)
    maps = [
        correlate(padded, kernel[..., f], mode="valid", method="direct")[..., 0] + bias[f]
        for f in range(kernel.shape[-1])
    ]
    return np.stack(maps, axis=-1)[::stride, ::stride]


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    layers = []
    for n in filters:
        for _ in range(2):
            layers += [nn.LazyConv2d(n, 3, padding="same"), nn.ReLU(inplace=True)]
        layers += [nn.MaxPool2d(2, 2)]
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LazyLinear(num_classes)]
    model = nn.Sequential(*layers)
    height, width, channels = image_shape
    with torch.no_grad():
        model(torch.zeros(1, channels, height, width))
    return model


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    x = inputs = keras.layers.Input(shape=image_shape)
    for n in filters:
        x = keras.layers.Convolution2D(n, (3, 3), padding="same", activation=keras.activations.relu)(x)
        x = keras.layers.Convolution2D(n, (3, 3), padding="same", activation=keras.activations.relu)(x)
        x = keras.layers.MaxPool2D()(x)
    x = keras.layers.GlobalAvgPool2D()(x)
    return keras.Model(inputs=inputs, outputs=keras.layers.Dense(num_classes)(x))


# %% residual_block [pytorch]
class ResidualBlock(nn.Sequential):
    """A Sequential for F, and what is added to it."""

    def __init__(self, channels, filters, stride):
        super().__init__(
            nn.ZeroPad2d(1),
            nn.Conv2d(channels, filters, 3, stride=stride),
            nn.ReLU(inplace=True),
            nn.ZeroPad2d(1),
            nn.Conv2d(filters, filters, 3),
        )
        self.stride = stride
        self.projection = []  # a list hides it from Sequential's own loop
        if stride > 1 or channels != filters:
            projection = nn.Conv2d(channels, filters, kernel_size=1, stride=stride)
            self.projection.append(projection)
            self.kernel, self.offset = projection.weight, projection.bias

    def forward(self, x):
        shortcut = x
        if self.projection:
            shortcut = nn.functional.conv2d(x, self.kernel, self.offset, self.stride)
        return nn.functional.relu(super().forward(x) + shortcut)


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    x = keras.Input((None, None, channels))
    y = keras.layers.ZeroPadding2D(1)(x)
    y = keras.layers.Conv2D(filters, 3, strides=stride, padding="valid")(y)
    y = keras.layers.Activation("relu")(y)
    y = keras.layers.ZeroPadding2D(1)(y)
    y = keras.layers.Conv2D(filters, 3, padding="valid")(y)
    if stride > 1 or channels != filters:
        y = keras.layers.Add()([y, keras.layers.Conv2D(filters, 1, strides=stride)(x)])
    else:
        y = keras.layers.Add()([y, x])
    return keras.Model(x, keras.layers.Activation("relu")(y))


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    weights = dict(model.named_parameters())

    def loss(weights):
        return nn.functional.cross_entropy(torch.func.functional_call(model, weights, (x,)), y)

    gradients = torch.func.grad(loss)({name: w.detach() for name, w in weights.items()})
    return [torch.linalg.norm(gradients[n].flatten()).item() for n, w in weights.items() if w.ndim == 4]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    kernels = [w for w in model.trainable_weights if len(w.shape) == 4]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True)
        loss = keras.ops.mean(losses)
    gradients = tape.gradient(loss, kernels)
    return [tf.linalg.global_norm([gradient]).numpy() for gradient in gradients]


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    layers, channels = [], image_shape[2]
    for _ in range(depth):
        layers += [nn.Conv2d(channels, 8, 3, padding="same"), nn.GroupNorm(2, 8), nn.ReLU()]
        channels = 8
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    x = inputs = keras.Input(image_shape)
    for _ in range(depth):
        x = keras.layers.Conv2D(8, 3, padding="same")(x)
        x = keras.layers.GroupNormalization(groups=2)(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.GlobalAvgPool2D()(x)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(x))


# %% measure
import math


def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        runs = [(train(layers, lr, tuning_seed), lr) for lr in lrs]
        finite = [(min(run), lr) for run, lr in runs if not any(map(math.isnan, run))]
        _, rates[name] = min(finite)
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses


# %% verdict
from scipy.stats import sem, t


def verdict(first, second):
    differences = np.array(first) - np.array(second)
    mean = np.mean(differences)
    low, high = mean + sem(differences) * np.array(t.interval(0.95, len(differences) - 1))
    if low > 0:
        word = "higher"
    elif high < 0:
        word = "lower"
    else:
        word = "no conclusion"
    return float(mean), float(low), float(high), word


# %% merge
from scipy.signal import convolve2d


def merge(first, second):
    side = first.shape[0] + second.shape[0] - 1
    merged = np.zeros((side, side, first.shape[2], second.shape[3]))
    for c, m, f in np.ndindex(first.shape[2], first.shape[3], second.shape[3]):
        merged[:, :, c, f] += convolve2d(first[:, :, c, m], second[:, :, m, f])
    return merged


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape

    def unit(image):
        return model(image[None])[0, :, row, column].sum()

    slope = torch.func.grad(unit)(torch.zeros(channels, height, width))
    places = torch.argwhere(slope.sum(dim=0))
    (top, left), (bottom, right) = places.amin(dim=0).tolist(), places.amax(dim=0).tolist()
    return top, bottom, left, right


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    x = tf.zeros((1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = tf.reduce_sum(model(x)[0, row, column])
    places = tf.where(tf.reduce_sum(tape.gradient(unit, x)[0], axis=-1))
    top, left = tf.reduce_min(places, axis=0).numpy().tolist()
    bottom, right = tf.reduce_max(places, axis=0).numpy().tolist()
    return top, bottom, left, right
