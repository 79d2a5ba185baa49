"""Convolutions of 1x1 with a stride, which leave pixels out before they compute.

With the stride left to PyTorch 2.13, their backward pass writes beyond the end of its arrays, on
processors without AVX-512, where channels come last and maps have an even size.
"""

from contextlib import AbstractContextManager
from functools import partial

import torch
from torch import nn
from torch.nn import functional

from cnncourse.overriding import overridden


def pixels_left_out(model: nn.Module) -> AbstractContextManager[None]:
    """Within it such convolutions of a model, where they have no padding, compute as here."""
    found = filter(_strides_over_pixels, model.modules())
    return overridden("forward", {module: partial(convolve_some, module) for module in found})


def convolve_some(convolution: nn.Conv2d, inputs: torch.Tensor) -> torch.Tensor:
    """Apply a convolution of 1x1 to the pixels that its stride leaves.

    Parameters
    ----------
    convolution : nn.Conv2d
    inputs : Tensor of shape (batch, channels, height, width)

    Returns
    -------
    Tensor of shape (batch, filters, new height, new width)

    Examples
    --------
    >>> convolve_some(nn.Conv2d(3, 8, 1, stride=2), torch.ones(1, 3, 5, 5)).shape
    torch.Size([1, 8, 3, 3])
    """
    rows, columns = convolution.stride
    inputs = inputs[..., ::rows, ::columns]
    return functional.conv2d(
        inputs, convolution.weight, convolution.bias, groups=convolution.groups
    )


def _strides_over_pixels(module: nn.Module) -> bool:
    is_plain = isinstance(module, nn.Conv2d) and type(module).forward is nn.Conv2d.forward
    without_padding = is_plain and module.padding in ((0, 0), "valid")
    return without_padding and module.kernel_size == (1, 1) and max(module.stride) > 1
