"""The weights of a PyTorch model: their roles, and their values as NumPy arrays.

The arrays have the layout that both frameworks share, which is Keras'.
"""

import numpy as np
import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.utils import parametrize

from cnncourse.checks import checked_images
from cnncourse.errors import require
from cnncourse.pytorch.layers import DepthwiseConv2d
from cnncourse.roles import KERNELS, Weight, numbered, require_trained, with_output_kernel
from cnncourse.whitening import whitening_weights

_SCALE_AND_SHIFT = {"weight": "gamma", "bias": "beta"}
_NAMES = {
    nn.Conv2d: {"weight": "kernel", "bias": "bias"},
    nn.Linear: {"weight": "kernel", "bias": "bias"},
    nn.GroupNorm: _SCALE_AND_SHIFT,
    _BatchNorm: _SCALE_AND_SHIFT
    | {"running_mean": "moving_mean", "running_var": "moving_variance"},
}
"""Kinds of the weights of the layers that both frameworks know, by their names in PyTorch."""


def roles(model: nn.Module) -> list[Weight]:
    """Find the weights of a model, each once, and what they are to the training.

    Examples
    --------
    >>> [(w.kind, w.layer) for w in roles(nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)))]
    [('kernel', 0), ('bias', 0), ('kernel', 1), ('bias', 1)]
    """
    return numbered((module, _weights_of(module)) for module in model.modules())


def trained(model: nn.Module, num_outputs: int | None = None) -> list[Weight]:
    """Return the weights that are trained, with the kernel of the output layer named as such.

    Parameters
    ----------
    model : nn.Module
    num_outputs : int, optional
        Outputs of the model, by which the output layer is found; where it is left out, the output
        layer is the last one.
    """
    weights = roles(model)
    kernels_found = [weight.value for weight in weights if weight.kind == "kernel"]
    output = kernels_found[-1] if kernels_found else None
    if num_outputs is not None:
        output = last_kernel(model, num_outputs)
    named = with_output_kernel(weights, output)
    return [weight for weight in named if weight.value.requires_grad]


def last_kernel(model: nn.Module, num_outputs: int) -> nn.Parameter | None:
    """Return the kernel of the output layer: the last one with so many outputs, if there is one."""
    found = [w.value for w in roles(model) if w.kind == "kernel" and len(w.value) == num_outputs]
    return found[-1] if found else None


def check_weights(model: nn.Module) -> None:
    """Refuse a model with weights that the training could not do justice to.

    Raises
    ------
    RecipeError
        If a weight is computed from others, as by `weight_norm`; if there are no weights, or all
        of them are frozen.
    """
    for name, module in model.named_modules():
        computed = parametrize.is_parametrized(module) or any(
            kind in KERNELS and attribute not in module._parameters
            for attribute, kind in _names_of(module).items()
        )
        require(
            not computed,
            f"The weight of {name or type(module).__name__} is computed from others (weight_norm, "
            "spectral_norm or the like): remove that, as it could be neither decayed nor set.",
        )
    require_trained([parameter.requires_grad for parameter in model.parameters()])


def get_weights(model: nn.Module) -> list[np.ndarray]:
    """Copy the weights of a model, layer by layer.

    Returns
    -------
    list of ndarray
        Convolution kernels as (height, width, inputs, outputs), depthwise ones as (height, width,
        channels, 1), dense kernels as (inputs, outputs); for batch norm gamma, beta, moving mean,
        moving variance.

    Examples
    --------
    >>> [w.shape for w in get_weights(nn.Conv2d(3, 8, 5))]
    [(5, 5, 3, 8), (8,)]
    """
    return [_to_shared(weight).detach().cpu().numpy().copy() for weight in roles(model)]


def set_weights(model: nn.Module, arrays: list[np.ndarray]) -> None:
    """Load weights as returned by `get_weights` into a model of the same layers.

    Raises
    ------
    ValueError
        If the number of arrays or a shape does not fit.
    """
    with torch.no_grad():
        for weight, array in zip(roles(model), arrays, strict=True):
            shared = _to_shared(weight)
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
        Whose first layer is `layers.Whitening`.
    images : ndarray of uint8, shape (num_examples, height, width, channels)

    Raises
    ------
    DataError
        If the images are of another form.
    """
    set_weights(model, [*whitening_weights(checked_images(images)), *get_weights(model)[2:]])


def weight_shapes(model: nn.Module) -> list[tuple[str, tuple[int, ...]]]:
    """Return kind and shape of each weight, in the order and layout of `get_weights`."""
    return [(weight.kind, tuple(_to_shared(weight).shape)) for weight in roles(model)]


def _names_of(module: nn.Module) -> dict[str, str]:
    for cls, names in _NAMES.items():
        if isinstance(module, cls):
            # One filter per channel; of a single channel only our own class tells it apart.
            depthwise = isinstance(module, DepthwiseConv2d) or (
                isinstance(module, nn.Conv2d) and module.groups == module.in_channels > 1
            )
            return names | {"weight": "depthwise_kernel"} if depthwise else names
    return {}


def _weights_of(module: nn.Module) -> list[tuple[str, torch.Tensor]]:
    names, tensors = _names_of(module), module._parameters | module._buffers
    others = {name: "other" for name in module._parameters if name not in names}
    return [
        (kind, tensors[name])
        for name, kind in (names | others).items()
        if tensors.get(name) is not None
    ]


def _to_shared(weight: Weight) -> torch.Tensor:
    """View a weight in the shared layout: OIHW as HWIO, (outputs, inputs) as (inputs, outputs)."""
    tensor = weight.value
    if weight.kind == "depthwise_kernel":
        return tensor.permute(2, 3, 0, 1)
    if weight.kind == "kernel":
        return tensor.permute(2, 3, 1, 0) if tensor.dim() == 4 else tensor.T
    return tensor
