"""What a model costs and sees, counted from its layers: weights, multiply-adds, receptive field."""

from collections.abc import Callable
from math import prod
from typing import NamedTuple

from cnncourse.architectures import hidden_layers
from cnncourse.errors import built
from cnncourse.layers import (
    ACTIVATIONS,
    AveragePool,
    BatchNorm,
    Conv,
    Dense,
    DepthwiseConv,
    Dropout,
    Flatten,
    GlobalPool,
    GroupNorm,
    MaxPool,
    Residual,
    Scale,
    SpatialDropout,
    Whitening,
)
from cnncourse.shapes import Shape
from cnncourse.whitening import SIZE


class Cost(NamedTuple):
    """What one layer, with all that is inside it, adds for one image.

    Attributes
    ----------
    layer
        An option in `layers.LAYERS`.
    shape : tuple of int
        What comes out of it.
    num_weights : int
        Weights, moving averages not included.
    multiply_adds : int
        Multiplications that are added up, in convolutions and dense layers: a forward pass does
        them once, and a training step about three times.
    num_outputs : int
        Numbers that come out of the layer and of those inside it: what a training step keeps for
        the backward pass, give or take what a framework saves by computing in place.
    """

    layer: object
    shape: Shape
    num_weights: int
    multiply_adds: int
    num_outputs: int


def costs(model, image_shape: Shape, num_classes: int) -> list[Cost]:
    """Count what each layer of a model costs, that of the logits included.

    Parameters
    ----------
    model
        An option in `architectures.MODELS`.
    image_shape : tuple of int
        (height, width, channels).
    num_classes : int

    Examples
    --------
    >>> from cnncourse import Flatten, Layers
    >>> for cost in costs(Layers((Conv(8), MaxPool(), Flatten())), (6, 6, 3), num_classes=10):
    ...     print(type(cost.layer).__name__, *cost[1:])
    Conv (6, 6, 8) 224 7776 288
    MaxPool (3, 3, 8) 0 0 72
    Flatten (72,) 0 0 72
    Dense (10,) 730 720 10
    """
    return _through((*hidden_layers(model, image_shape), Dense(num_classes)), image_shape)


def total(found: list[Cost]) -> Cost:
    """Add up costs; the layer is None, and the shape that of the last one."""
    sums = (sum(cost[i] for cost in found) for i in range(2, len(Cost._fields)))
    return Cost(None, found[-1].shape, *sums)


def receptive_fields(layers: tuple) -> list[int]:
    """Return how many pixels, along one side, each output of each layer depends on.

    Both branches of a `Residual` count, and the one that sees more decides. What sees all of the
    image anyway (a global pool, and whatever follows `Flatten`) is left out, as is the factor of a
    `Scale`.

    Examples
    --------
    >>> receptive_fields((Conv(8), Conv(8), MaxPool(), Conv(8)))
    [3, 5, 6, 10]
    """
    fields, field, jump = [], 1, 1
    for layer in layers:
        if type(layer) in _SEE_ALL:
            break
        field, jump = _seen(layer, field, jump)
        fields.append(field)
    return fields


def _seen(layer, field: int, jump: int) -> tuple[int, int]:
    """Receptive field behind a layer, and the pixels from one output to the next."""
    if type(layer) is Residual:
        ways = [(field, jump), (field, jump)]
        for i, branch in enumerate((layer.body, layer.shortcut)):
            for inner in branch:
                ways[i] = _seen(inner, *ways[i])
        return max(ways)
    size, stride = _WINDOWS.get(type(layer), lambda layer: (1, 1))(layer)
    return field + (size - 1) * jump, jump * stride


_WINDOWS: dict[type, Callable] = {
    Conv: lambda layer: (layer.size, layer.stride),
    DepthwiseConv: lambda layer: (layer.size, layer.stride),
    Whitening: lambda layer: (SIZE, 1),
    MaxPool: lambda layer: (layer.size, layer.step),
    AveragePool: lambda layer: (layer.size, layer.size),
}
"""Size and stride of the windows of layers that have some."""
_SEE_ALL = (GlobalPool, Flatten, Dense)


def _through(layers: tuple, shape: Shape) -> list[Cost]:
    found = []
    for layer in layers:
        after = layer.shape_after(shape)
        branches = _BRANCHES.get(type(layer), ())
        inside = [cost for name in branches for cost in _through(getattr(layer, name), shape)]
        own = built(_COUNTS, layer)(layer, shape, after)
        weights, products = (own[i] + sum(cost[i + 2] for cost in inside) for i in (0, 1))
        outputs = prod(after) + sum(cost.num_outputs for cost in inside)
        found.append(Cost(layer, after, weights, products, outputs))
        shape = after
    return found


_BRANCHES = {Residual: ("body", "shortcut"), Scale: ("body",)}
"""Fields of the layers that have others inside them."""


def _conv(layer: Conv, before: Shape, after: Shape) -> tuple[int, int]:
    kernel = layer.size**2 * before[-1] * layer.filters
    return kernel + layer.filters * layer.bias, kernel * prod(after[:2])


def _depthwise_conv(layer: DepthwiseConv, before: Shape, after: Shape) -> tuple[int, int]:
    kernel = layer.size**2 * before[-1]
    return kernel + before[-1] * layer.bias, kernel * prod(after[:2])


def _whitening(layer: Whitening, before: Shape, after: Shape) -> tuple[int, int]:
    kernel = SIZE**2 * before[-1] * after[-1]
    return kernel + after[-1], kernel * prod(after[:2])


def _dense(layer: Dense, before: Shape, after: Shape) -> tuple[int, int]:
    kernel = before[0] * layer.units
    return kernel + layer.units * layer.bias, kernel


def _norm(layer: BatchNorm | GroupNorm, before: Shape, after: Shape) -> tuple[int, int]:
    return 2 * before[-1], 0


def _nothing(layer, before: Shape, after: Shape) -> tuple[int, int]:
    return 0, 0


_COUNTS = {
    Conv: _conv,
    DepthwiseConv: _depthwise_conv,
    Whitening: _whitening,
    Dense: _dense,
    BatchNorm: _norm,
    GroupNorm: _norm,
} | dict.fromkeys(
    (
        *(*ACTIVATIONS.values(), MaxPool, AveragePool, GlobalPool, Flatten),
        *(Dropout, SpatialDropout, *_BRANCHES),
    ),
    _nothing,
)
"""From a layer and the shapes before and behind it to its own weights and multiply-adds."""
