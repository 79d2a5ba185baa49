"""The models that a recipe can have, each of which says of which layers it consists."""

from cnncourse.blocks import normalized, present, stages_of
from cnncourse.declaration import Count, Flag, Fraction, NotNegative, Registry, one_of
from cnncourse.errors import require
from cnncourse.layers import (
    ACTIVATIONS,
    LAYERS,
    NORMS,
    BatchNorm,
    Conv,
    Dense,
    DepthwiseConv,
    Dropout,
    Flatten,
    GlobalPool,
    MaxPool,
    ReLU,
    Residual,
    Scale,
    Sigmoid,
    SiLU,
    Whitening,
    shape_through,
)
from cnncourse.shapes import Shape, described

MODELS = Registry("model")


@MODELS.option("layers")
class Layers:
    """A net of one's own, written as its hidden layers; the layer of logits comes after them."""

    hidden: LAYERS.several() = ()

    def layers(self, image_shape: Shape) -> tuple:
        return self.hidden


@MODELS.option("shallow")
class Shallow:
    """Two convolutions, each with a pool, and a dense layer.

    Parameters
    ----------
    size : int
        Height and width of the filters.
    width : int
        Filters of the first convolution; the second has twice as many, the dense layer four times
        as many units.
    padding : str
        "same" or "valid". Images so small that "valid" leaves nothing to pool get "same".
    norm
        An option in `layers.NORMS`, or None.
    activation
        An option in `layers.ACTIVATIONS`.
    dropout : float
        Probability of dropping a unit of the dense layer.
    whitening : bool
        Start with `layers.Whitening`.
    """

    size: Count = 3
    width: Count = 32
    padding: one_of("same", "valid") = "same"
    norm: NORMS.one() | None = None
    activation: ACTIVATIONS.one() = ReLU()
    dropout: Fraction = 0.0
    whitening: Flag = False

    def layers(self, image_shape: Shape) -> tuple:
        lost = self.size - 1
        left = (min(image_shape[:2]) - lost) // 2 - lost
        padding = "same" if left < 2 else self.padding
        stages = ((self.width,), (2 * self.width,))
        return _with_pools(self, stages, self.size, padding, image_shape)


@MODELS.option("vgg")
class VGG:
    """Three times two 3x3 convolutions and a pool, and a dense layer.

    After Simonyan and Zisserman (2015); the parameters are those of `Shallow`, and the dense layer
    has eight times `width` units.
    """

    width: Count = 32
    norm: NORMS.one() | None = None
    activation: ACTIVATIONS.one() = ReLU()
    dropout: Fraction = 0.0
    whitening: Flag = False

    def layers(self, image_shape: Shape) -> tuple:
        stages = [(self.width * scale,) * 2 for scale in (1, 2, 4)]
        return _with_pools(self, stages, 3, "same", image_shape)


@MODELS.option("plain")
class Plain:
    """3x3 convolutions one after the other, without shortcuts: what `ResNet` is compared with.

    Three stages, whose maps halve in size from one to the next while their number doubles, then a
    global pool (the plain nets of He et al., 2016a, section 4.2).

    Parameters
    ----------
    depth : int
        Layers with kernels, that of the logits included: 2 or more.
    width : int
        Filters of the first stage.
    norm, activation
        As in `Shallow`.
    """

    depth: Count = 8
    width: Count = 16
    norm: NORMS.one() | None = None
    activation: ACTIVATIONS.one() = ReLU()

    def __post_init__(self):
        require(self.depth >= 2, f"depth of Plain is {self.depth}: it has to be 2 or larger.")

    def layers(self, image_shape: Shape) -> tuple:
        hidden = []
        for filters, stride in stages_of(self.depth - 1, self.width):
            hidden += [*normalized(self.norm, filters, stride=stride), self.activation]
        return *hidden, GlobalPool()


@MODELS.option("resnet")
class ResNet:
    """Residual blocks of two 3x3 convolutions, in three stages as in `Plain` (He et al., 2016a).

    Where a block changes the shape, its shortcut is a 1x1 convolution.

    Parameters
    ----------
    depth : int
        Layers with kernels, those of the shortcuts not included: an even number, 4 or larger.
    width : int
        Filters of the first stage.
    block : str
        Norm and activation "post": behind the convolutions, and an activation behind the sum; or
        "pre": in front of them, so that the sum goes on as it is (He et al., 2016b, figure 4e).
    norm, activation
        As in `Shallow`.
    shortcuts : bool
        Without them it is the same net, of the bodies of its blocks alone.
    """

    depth: Count = 20
    width: Count = 16
    block: one_of("post", "pre") = "post"
    norm: NORMS.one() | None = BatchNorm()
    activation: ACTIVATIONS.one() = ReLU()
    shortcuts: Flag = True

    def __post_init__(self):
        possible = self.depth >= 4 and self.depth % 2 == 0
        require(possible, f"depth of ResNet is {self.depth}: it has to be even, 4 or larger.")

    def layers(self, image_shape: Shape) -> tuple:
        activated = [*present(self.norm), self.activation]
        hidden = [Conv(self.width, bias=self.norm is None)]
        hidden += activated if self.block == "post" else []
        channels = self.width
        for filters, stride in stages_of((self.depth - 2) // 2, self.width):
            projects = (filters, stride) != (channels, 1)
            if self.block == "post":
                hidden += [*self._post_block(filters, stride, projects), self.activation]
            elif projects or len(hidden) == 1:
                # Both branches of these share norm and activation (He et al., 2016b, appendix).
                hidden += [*activated, *self._pre_block(filters, stride, projects, ())]
            else:
                hidden += self._pre_block(filters, stride, projects, activated)
            channels = filters
        return *hidden, *(activated if self.block == "pre" else []), GlobalPool()

    def _post_block(self, filters: int, stride: int, projects: bool) -> list:
        body = (
            *normalized(self.norm, filters, stride=stride),
            self.activation,
            *normalized(self.norm, filters),
        )
        shortcut = normalized(self.norm, filters, size=1, stride=stride) if projects else ()
        return self._sum(body, shortcut)

    def _pre_block(self, filters: int, stride: int, projects: bool, activated) -> list:
        # No biases: every way from one of them leads to a norm, which takes it off again.
        bias = self.norm is None
        first = *normalized(self.norm, filters, stride=stride), self.activation
        body = *activated, *first, Conv(filters, bias=bias)
        shortcut = (Conv(filters, 1, stride, bias=bias),) if projects else ()
        return self._sum(body, shortcut)

    def _sum(self, body: tuple, shortcut: tuple) -> list:
        return [Residual(body, tuple(shortcut))] if self.shortcuts else list(body)


@MODELS.option("inverted_residuals")
class InvertedResiduals:
    """Blocks that widen, filter each channel, and narrow again (Sandler et al., 2018).

    With squeeze and excitation and SiLU, as in EfficientNet (Tan and Le, 2019); in three stages as
    in `Plain`. A block has a shortcut where it keeps the shape.

    Parameters
    ----------
    width : int
        Channels of the first stage, between the blocks.
    blocks : int
        In each stage.
    expansion : int
        How many times as many channels there are within a block; 1 leaves the widening out.
    squeeze : float
        Units of squeeze and excitation, as a share of the block's input channels; 0 leaves it out.
    """

    width: Count = 16
    blocks: Count = 2
    expansion: Count = 4
    squeeze: NotNegative = 0.25

    def layers(self, image_shape: Shape) -> tuple:
        norm = BatchNorm()
        hidden = [*normalized(norm, self.width), SiLU()]
        channels = self.width
        for filters, stride in stages_of(3 * self.blocks, self.width):
            body = self._body(norm, channels, filters, stride)
            keeps_shape = (filters, stride) == (channels, 1)
            hidden += [Residual(body)] if keeps_shape else body
            channels = filters
        return *hidden, GlobalPool()

    def _body(self, norm: BatchNorm, channels: int, filters: int, stride: int) -> tuple:
        inner, units = channels * self.expansion, max(1, int(channels * self.squeeze))
        widened = (*normalized(norm, inner, size=1), SiLU()) if self.expansion > 1 else ()
        excitation = GlobalPool(), Dense(units), SiLU(), Dense(inner), Sigmoid()
        scaled = (Scale(excitation),) if self.squeeze else ()
        filtered = DepthwiseConv(stride=stride), norm, SiLU()
        return *widened, *filtered, *scaled, *normalized(norm, filters, size=1)


def hidden_layers(model, image_shape: Shape) -> tuple:
    """Return the hidden layers of a model for these images, if they fit them and each other.

    A dense layer of logits comes after them.

    Parameters
    ----------
    model
        An option in `MODELS`.
    image_shape : tuple of int
        (height, width, channels).

    Raises
    ------
    RecipeError
        If a layer cannot take what the one before it gives, or the last one does not give features.

    Examples
    --------
    >>> for layer in hidden_layers(Shallow(width=4), (8, 8, 1))[:3]:
    ...     print(layer)
    Conv(filters=4, size=3, stride=1, padding='same', bias=True)
    MaxPool(size=2, stride=None)
    ReLU()
    """
    layers = model.layers(image_shape)
    first = all(type(layer) is not Whitening for layer in layers[1:])
    require(first, "Whitening is not the first layer, but its filters are those of images.")
    shape = shape_through(layers, image_shape)
    message = f"The hidden layers give {described(shape)}: end with Flatten() or GlobalPool()."
    require(len(shape) == 1, message)
    return layers


def starts_with_whitening(model, image_shape: Shape) -> bool:
    """Whether the first layer of a model takes its filters from the training images."""
    return any(type(layer) is Whitening for layer in model.layers(image_shape)[:1])


def _with_pools(model: Shallow | VGG, stages, size: int, padding: str, image_shape: Shape) -> tuple:
    """Stages of convolutions with a pool after each that leaves a pixel, then a dense layer."""
    activation = model.activation
    hidden = [Whitening(), activation] if model.whitening else []
    for stage in stages:
        for filters in stage:
            hidden += [*normalized(model.norm, filters, size, padding=padding), activation]
        if min(shape_through(hidden, image_shape)[:2]) >= 2:
            # Behind the pool, a function that never falls gives the same values with less work.
            hidden.insert(len(hidden) - activation.monotone, MaxPool())
    dropout = [Dropout(model.dropout)] if model.dropout else []
    return *hidden, Flatten(), Dense(2 * stages[-1][-1]), activation, *dropout
