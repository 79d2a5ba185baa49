"""The layers that a model is made of, as data that both frameworks build from."""

from cnncourse.declaration import Count, Flag, Fraction, Positive, Registry, one_of
from cnncourse.errors import require
from cnncourse.shapes import SameShape, Shape, described, require_maps, windows
from cnncourse.whitening import num_filters

LAYERS = Registry("layer")
NORMS = Registry("norm")
"""Those of the layers that normalize."""
ACTIVATIONS = Registry("activation")
"""Those of the layers that apply a function to each number.

`monotone` says whether the function never falls, so that a max pool before it gives the same values
as one behind it, with less work.
"""


def shape_through(layers: tuple, shape: Shape) -> Shape:
    """The shape behind several layers, one after the other.

    Raises
    ------
    RecipeError
        If a layer cannot take what the one before it gives.

    Examples
    --------
    >>> shape_through((Conv(8), MaxPool(), Flatten()), (6, 6, 1))
    (72,)
    """
    for layer in layers:
        shape = layer.shape_after(shape)
    return shape


@LAYERS.option("conv")
class Conv:
    """A convolution; with "same" padding and stride 1 it keeps height and width."""

    filters: Count = 32
    size: Count = 3
    stride: Count = 1
    padding: one_of("same", "valid") = "same"
    bias: Flag = True

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "A convolution")
        if self.padding == "valid":
            what = f"a {self.size}x{self.size} convolution without padding"
            return *windows(shape, self.size, self.stride, what), self.filters
        height, width, _ = shape
        return -(-height // self.stride), -(-width // self.stride), self.filters


@LAYERS.option("depthwise_conv")
class DepthwiseConv:
    """A convolution of each channel with a filter of its own, with "same" padding."""

    size: Count = 3
    stride: Count = 1
    bias: Flag = False

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "A depthwise convolution")
        height, width, channels = shape
        return -(-height // self.stride), -(-width // self.stride), channels


@LAYERS.option("whitening")
class Whitening:
    """The convolution of `cnncourse.whitening`: fixed 2x2 filters, and a bias that is trained.

    It is the first layer, as its filters are computed from the training images.
    """

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "Whitening")
        height, width, channels = shape
        return height, width, num_filters(channels)


@LAYERS.option("dense")
class Dense:
    """A dense layer: each unit sees all features."""

    units: Count = 128
    bias: Flag = True

    def shape_after(self, shape: Shape) -> Shape:
        message = f"A dense layer needs features but gets {described(shape)}: put Flatten() or "
        require(len(shape) == 1, message + "GlobalPool() before it.")
        return (self.units,)


@LAYERS.option("batch_norm")
class BatchNorm(SameShape):
    """Normalize each channel over the batch (Ioffe and Szegedy, 2015).

    Parameters
    ----------
    momentum : float
        Share of the moving mean and variance that a step keeps.
    eps : float
        Added to the variance.
    """

    momentum: Fraction = 0.9
    eps: Positive = 1e-5


@LAYERS.option("group_norm")
class GroupNorm:
    """Normalize each image over groups of channels (Wu and He, 2018), whatever the batch."""

    groups: Count = 8
    eps: Positive = 1e-5

    def shape_after(self, shape: Shape) -> Shape:
        message = f"{self.groups} groups do not divide {described(shape)}: choose groups that do."
        require(shape[-1] % self.groups == 0, message)
        return shape


@LAYERS.option("relu")
class ReLU(SameShape):
    """max(x, 0)."""

    monotone = True


@LAYERS.option("leaky_relu")
class LeakyReLU(SameShape):
    """x where it is positive, and slope * x elsewhere (Maas et al., 2013)."""

    slope: Fraction = 0.01

    monotone = True


@LAYERS.option("tanh")
class Tanh(SameShape):
    """The hyperbolic tangent, from -1 to 1."""

    monotone = True


@LAYERS.option("sigmoid")
class Sigmoid(SameShape):
    """1 / (1 + exp(-x)), from 0 to 1."""

    monotone = True


@LAYERS.option("gelu")
class GELU(SameShape):
    """x times the normal distribution function of x (Hendrycks and Gimpel, 2016), exactly."""

    monotone = False


@LAYERS.option("silu")
class SiLU(SameShape):
    """x * sigmoid(x) (Elfwing et al., 2018), also called swish."""

    monotone = False


@LAYERS.option("max_pool")
class MaxPool:
    """The largest value of each window, in each channel; windows that stick out are left out."""

    size: Count = 2
    stride: Count | None = None

    @property
    def step(self) -> int:
        """From window to window; without a stride they lie side by side."""
        return self.stride or self.size

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "A max pool")
        return *windows(shape, self.size, self.step, f"a {self.size}x{self.size} pool"), shape[2]


@LAYERS.option("average_pool")
class AveragePool:
    """The mean of each window, in each channel; windows that stick out are left out."""

    size: Count = 2

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "An average pool")
        return *windows(shape, self.size, self.size, f"a {self.size}x{self.size} pool"), shape[2]


@LAYERS.option("global_pool")
class GlobalPool:
    """The mean of each channel over the whole map (Lin et al., 2014): maps become features."""

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "A global pool")
        return shape[2:]


@LAYERS.option("flatten")
class Flatten:
    """Maps as one row of features, in the order (height, width, channels)."""

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "Flatten")
        height, width, channels = shape
        return (height * width * channels,)


@LAYERS.option("dropout")
class Dropout(SameShape):
    """Drop each number with this probability in training (Srivastava et al., 2014)."""

    rate: Fraction = 0.5


@LAYERS.option("spatial_dropout")
class SpatialDropout:
    """Drop each map as a whole with this probability in training (Tompson et al., 2015)."""

    rate: Fraction = 0.1

    def shape_after(self, shape: Shape) -> Shape:
        require_maps(shape, "Spatial dropout")
        return shape


@LAYERS.option("residual")
class Residual:
    """The sum of two branches: layers that learn what to add, and a shortcut (He et al., 2016a).

    Parameters
    ----------
    body : tuple of layers
    shortcut : tuple of layers
        None for the input itself; where the body changes the shape, a 1x1 convolution does, too.
    """

    body: LAYERS.several() = ()
    shortcut: LAYERS.several() = ()

    def __post_init__(self):
        _require_no_whitening(self.body + self.shortcut)

    def shape_after(self, shape: Shape) -> Shape:
        body, shortcut = (shape_through(layers, shape) for layers in (self.body, self.shortcut))
        message = (
            f"The body of Residual gives {described(body)}, but its shortcut {described(shortcut)}:"
        )
        require(body == shortcut, f"{message} make them alike, with a 1x1 Conv as shortcut.")
        return body


@LAYERS.option("scale")
class Scale:
    """The input times one number per channel, which the body computes from that input.

    With (GlobalPool(), Dense(few), ReLU(), Dense(channels), Sigmoid()) as body it is squeeze and
    excitation (Hu et al., 2018).
    """

    body: LAYERS.several() = ()

    def __post_init__(self):
        _require_no_whitening(self.body)

    def shape_after(self, shape: Shape) -> Shape:
        factors = shape_through(self.body, shape)
        message = f"The body of Scale gives {described(factors)}: it has to give {shape[-1]}"
        require(factors == shape[-1:], f"{message} features, one for each channel of its input.")
        return shape


def _require_no_whitening(layers: tuple) -> None:
    nested = any(type(layer) is Whitening for layer in layers)
    require(not nested, "Whitening is inside another layer: put it first in the model.")


NORMS |= {name: LAYERS[name] for name in ("batch_norm", "group_norm")}
ACTIVATIONS |= {name: cls for name, cls in LAYERS.items() if hasattr(cls, "monotone")}
