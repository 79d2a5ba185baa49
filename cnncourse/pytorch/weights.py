"""The weights of a PyTorch model as NumPy arrays in the layout that both frameworks share."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from cnncourse.whitening import whitening_weights


def kernels(model: nn.Module) -> list[nn.Parameter]:
    """Return the kernels of convolutions and dense layers that are trained: they are decayed."""
    found = [m.weight for m in model.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    return [kernel for kernel in found if kernel.requires_grad]


def get_weights(model: nn.Module) -> list[np.ndarray]:
    """Copy the weights of a model, layer by layer.

    Returns
    -------
    list of ndarray
        Convolution kernels as (height, width, inputs, outputs), dense kernels as (inputs,
        outputs); for batch norm gamma, beta, moving mean, moving variance.

    Examples
    --------
    >>> [w.shape for w in get_weights(nn.Conv2d(3, 8, 5))]
    [(5, 5, 3, 8), (8,)]
    """
    return [_to_shared(tensor).detach().cpu().numpy().copy() for _, tensor in _weights(model)]


def set_weights(model: nn.Module, arrays: list[np.ndarray]) -> None:
    """Load weights as returned by `get_weights` into a model of the same layers.

    Raises
    ------
    ValueError
        If the number of arrays or a shape does not fit.
    """
    with torch.no_grad():
        for (_, tensor), array in zip(_weights(model), arrays, strict=True):
            shared = _to_shared(tensor)
            if shared.shape != array.shape:
                raise ValueError(
                    f"A weight of shape {array.shape} does not fit {tuple(shared.shape)}."
                )
            shared.copy_(torch.from_numpy(np.ascontiguousarray(array)))


def whiten(model: nn.Module, images: np.ndarray) -> None:
    """Load the whitening filters of these training images into the first layer of a model.

    `fit` does so; after `build_model` alone these filters are random, and training leaves them so.

    Parameters
    ----------
    model : nn.Module
        Built from a recipe with `whitening`.
    images : ndarray of uint8, shape (num_examples, height, width, channels)
    """
    set_weights(model, [*whitening_weights(images), *get_weights(model)[2:]])


def weight_shapes(model: nn.Module) -> list[tuple[str, tuple[int, ...]]]:
    """Return kind and shape of each weight, in the order and layout of `get_weights`."""
    return [(kind, tuple(_to_shared(tensor).shape)) for kind, tensor in _weights(model)]


def _weights(model: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    for module in model.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            yield "kernel", module.weight
            if module.bias is not None:
                yield "bias", module.bias
        elif isinstance(module, nn.BatchNorm2d):
            yield "gamma", module.weight
            yield "beta", module.bias
            yield "moving_mean", module.running_mean
            yield "moving_variance", module.running_var


def _to_shared(tensor: torch.Tensor) -> torch.Tensor:
    """View a weight in the shared layout: OIHW as HWIO, (outputs, inputs) as (inputs, outputs)."""
    if tensor.dim() == 4:
        return tensor.permute(2, 3, 1, 0)
    return tensor.T if tensor.dim() == 2 else tensor
