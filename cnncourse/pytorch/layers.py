"""The layers of a model as PyTorch modules."""

from collections.abc import Iterator
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional

from cnncourse import hashing
from cnncourse import layers as options
from cnncourse.errors import built
from cnncourse.pytorch.branches import Residual, Scale
from cnncourse.pytorch.strided import convolve_some
from cnncourse.shapes import Shape
from cnncourse.whitening import SIZE, num_filters


class SameConv2d(nn.Conv2d):
    """A convolution with Keras' "same" padding at any stride.

    An odd number of zeros is padded to the right and at the bottom, by which half of the windows of
    a stride of 2 sit elsewhere than with PyTorch's `padding=1`.
    """

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        if self.kernel_size == (1, 1):
            return convolve_some(self, inputs)
        settings = zip(inputs.shape[2:], self.kernel_size, self.stride, strict=True)
        (top, bottom), (left, right) = (_padding(*setting) for setting in settings)
        if (top, left) != (bottom, right):
            inputs = functional.pad(inputs, (left, right, top, bottom))
            top = left = 0
        return functional.conv2d(
            inputs, self.weight, self.bias, self.stride, (top, left), groups=self.groups
        )


class DepthwiseConv2d(SameConv2d):
    """A convolution of each channel with a filter of its own."""

    def __init__(self, channels: int, size: int, stride: int, bias: bool):
        super().__init__(channels, channels, size, stride, groups=channels, bias=bias)


class Whitening(SameConv2d):
    """The convolution of `cnncourse.whitening`, whose kernel is not trained."""

    def __init__(self, channels: int):
        super().__init__(channels, num_filters(channels), SIZE)
        self.weight.requires_grad_(False)


class BatchNorm2d(nn.BatchNorm2d):
    """Batch norm of maps or features whose running variance is the biased one, as Keras keeps it.

    PyTorch normalizes with the biased variance in training but stores the unbiased one. A single
    value per channel, which PyTorch refuses in training, is normalized to 0.
    """

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        arguments = (inputs, self.weight, self.bias)
        settings = (self.momentum, self.eps, torch.backends.cudnn.enabled)
        if not self.training:
            statistics = self.running_mean, self.running_var
            return torch.batch_norm(*arguments, *statistics, False, *settings)
        unbiased = self.running_var.clone()
        outputs = torch.batch_norm(*arguments, self.running_mean, unbiased, True, *settings)
        count = inputs.numel() // inputs.shape[1]
        kept = self.running_var * (1 - self.momentum)
        biased = (unbiased - kept) * (count - 1) / count if count > 1 else 0
        self.running_var.copy_(kept + biased)
        return outputs


class Dropout(nn.Module):
    """Dropout whose mask is a hash of seed, step and position, so that both frameworks share it.

    Parameters
    ----------
    rate : float
        Probability of dropping a unit; the others are scaled by 1 / (1 - rate).
    seed : int
    """

    def __init__(self, rate: float, seed: int):
        super().__init__()
        self.rate, self.seed = rate, seed
        self.register_buffer("step", torch.zeros((), dtype=torch.int64))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return inputs
        draws = hashing.uniform(self._positions(inputs), self.step, self.seed)
        self.step += 1
        kept = draws >= hashing.threshold(self.rate)
        return inputs * kept / (1 - self.rate)

    def _positions(self, inputs: torch.Tensor) -> torch.Tensor:
        """Number the values, in the order (height, width, channels) as on the other side."""
        channels_last = inputs.movedim(1, -1).shape
        return torch.arange(inputs.numel(), device=inputs.device).view(channels_last).movedim(-1, 1)


class SpatialDropout(Dropout):
    """Dropout of whole maps; see `Dropout`."""

    def _positions(self, inputs: torch.Tensor) -> torch.Tensor:
        num_maps = inputs.shape[0] * inputs.shape[1]
        positions = torch.arange(num_maps, device=inputs.device)
        return positions.view(*inputs.shape[:2], 1, 1)


class Flatten(nn.Module):
    """Flatten to (height, width, channels), Keras' order; free in channels-last memory."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs.permute(0, 2, 3, 1).flatten(1)


class GlobalPool(nn.Module):
    """The mean of each channel over the whole map."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs.mean((2, 3))


def build(
    layers: tuple, shape: Shape, seeds: Iterator[int], dtype: str = "float32"
) -> list[nn.Module]:
    """Build layers that follow one another.

    Parameters
    ----------
    layers : tuple
        Options in `layers.LAYERS`.
    shape : tuple of int
        What the first one gets, as (height, width, channels) or (features,).
    seeds : iterator of int
        One for each layer that draws random numbers.
    dtype : str
        Of the weights.

    Raises
    ------
    RecipeError
        If a layer is not among `BUILDERS`, or does not fit the one before it.

    Examples
    --------
    >>> build((options.Flatten(), options.Dense(3)), (2, 2, 1), iter(()))
    [Flatten(), Linear(in_features=4, out_features=3, bias=True)]
    """
    modules = []
    for before, layer in pairwise((None, *layers)):
        module = built(BUILDERS, layer)(layer, shape, seeds)
        if type(layer) is options.ReLU:
            module.inplace = type(before) in _OUTPUT_IS_FREE
        modules.append(module.to(getattr(torch, dtype)))
        shape = layer.shape_after(shape)
    return modules


def _padding(length: int, size: int, stride: int) -> tuple[int, int]:
    """Zeros before and after `length` pixels."""
    total = max((-(-length // stride) - 1) * stride + size - length, 0)
    return total // 2, total - total // 2


def _conv(layer: options.Conv, shape: Shape, seeds) -> nn.Module:
    arguments = (shape[-1], layer.filters, layer.size)
    if layer.padding == "valid" and layer.size > 1:
        return nn.Conv2d(*arguments, stride=layer.stride, bias=layer.bias)
    if layer.stride == 1 and layer.size % 2 == 1:
        return nn.Conv2d(*arguments, padding="same", bias=layer.bias)
    return SameConv2d(*arguments, stride=layer.stride, bias=layer.bias)


def _batch_norm(layer: options.BatchNorm, shape: Shape, seeds) -> nn.Module:
    # PyTorch's momentum is the share of the new: 0.1, where 1 - 0.9 is 0.09999999999999998.
    return BatchNorm2d(shape[-1], eps=layer.eps, momentum=round(1 - layer.momentum, 12))


def _residual(layer: options.Residual, shape: Shape, seeds) -> nn.Module:
    return Residual(build(layer.body, shape, seeds), build(layer.shortcut, shape, seeds))


BUILDERS = {
    options.Conv: _conv,
    options.DepthwiseConv: lambda layer, shape, seeds: DepthwiseConv2d(
        shape[-1], layer.size, layer.stride, layer.bias
    ),
    options.Whitening: lambda layer, shape, seeds: Whitening(shape[-1]),
    options.Dense: lambda layer, shape, seeds: nn.Linear(shape[-1], layer.units, layer.bias),
    options.BatchNorm: _batch_norm,
    options.GroupNorm: lambda layer, shape, seeds: nn.GroupNorm(
        layer.groups, shape[-1], eps=layer.eps
    ),
    options.ReLU: lambda layer, shape, seeds: nn.ReLU(),
    options.LeakyReLU: lambda layer, shape, seeds: nn.LeakyReLU(layer.slope),
    options.Tanh: lambda layer, shape, seeds: nn.Tanh(),
    options.Sigmoid: lambda layer, shape, seeds: nn.Sigmoid(),
    options.GELU: lambda layer, shape, seeds: nn.GELU(),
    options.SiLU: lambda layer, shape, seeds: nn.SiLU(),
    options.MaxPool: lambda layer, shape, seeds: nn.MaxPool2d(layer.size, layer.step),
    options.AveragePool: lambda layer, shape, seeds: nn.AvgPool2d(layer.size),
    options.GlobalPool: lambda layer, shape, seeds: GlobalPool(),
    options.Flatten: lambda layer, shape, seeds: Flatten(),
    options.Dropout: lambda layer, shape, seeds: Dropout(layer.rate, next(seeds)),
    options.SpatialDropout: lambda layer, shape, seeds: SpatialDropout(layer.rate, next(seeds)),
    options.Residual: _residual,
    options.Scale: lambda layer, shape, seeds: Scale(build(layer.body, shape, seeds)),
}

_OUTPUT_IS_FREE = {
    *(options.Conv, options.DepthwiseConv, options.Whitening, options.Dense),
    *(options.BatchNorm, options.GroupNorm, options.MaxPool, options.AveragePool),
    *(options.GlobalPool, options.Residual, options.Scale),
}
"""Layers whose output is new memory that their own gradient does not need, so that ReLU may
overwrite it."""
