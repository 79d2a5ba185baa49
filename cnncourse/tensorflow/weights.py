"""The weights of a Keras model: their roles, and their values as NumPy arrays.

The arrays have the layout that both frameworks share, which is Keras'.
"""

import keras
import numpy as np

from cnncourse.checks import checked_images
from cnncourse.errors import require
from cnncourse.roles import MOVING, Weight, numbered, require_trained, with_output_kernel
from cnncourse.tensorflow.layers import Whitening
from cnncourse.whitening import whitening_weights

_SCALE_AND_SHIFT = {"gamma": "gamma", "beta": "beta"}
_NAMES = {
    keras.layers.Conv2D: {"kernel": "kernel", "bias": "bias"},
    Whitening: {"kernel": "kernel", "bias": "bias"},
    keras.layers.DepthwiseConv2D: {"kernel": "depthwise_kernel", "bias": "bias"},
    keras.layers.Dense: {"kernel": "kernel", "bias": "bias"},
    keras.layers.GroupNormalization: _SCALE_AND_SHIFT,
    keras.layers.BatchNormalization: _SCALE_AND_SHIFT
    | {"moving_mean": "moving_mean", "moving_variance": "moving_variance"},
}
"""Kinds of the weights of the layers that both frameworks know, by their names in Keras."""


def roles(model: keras.Model) -> list[Weight]:
    """Find the weights of a model, each once, and what they are to the training.

    Examples
    --------
    >>> dense = keras.layers.Dense
    >>> model = keras.Sequential([keras.Input((2,)), dense(3), dense(1)])
    >>> [(w.kind, w.layer) for w in roles(model)]
    [('kernel', 0), ('bias', 0), ('kernel', 1), ('bias', 1)]
    """
    return numbered((layer, _weights_of(layer)) for layer in _layers(model))


def trained(model: keras.Model, num_outputs: int | None = None) -> list[Weight]:
    """Return the weights that are trained, with the kernel of the output layer named as such.

    Parameters
    ----------
    model : keras.Model
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
    return [weight for weight in named if weight.value.trainable]


def last_kernel(model: keras.Model, num_outputs: int) -> keras.Variable | None:
    """Return the kernel of the output layer: the last one with so many outputs, if there is one."""
    found = [
        w.value for w in roles(model) if w.kind == "kernel" and w.value.shape[-1] == num_outputs
    ]
    return found[-1] if found else None


def check_weights(model: keras.Model) -> None:
    """Refuse a model with weights that the training could not do justice to.

    Raises
    ------
    RecipeError
        If a layer has a penalty of its own, or a weight that is computed from others; if there are
        no weights, or all of them are frozen.
    """
    for layer in _layers(model):
        require(
            all(_is_variable(weight) for _, weight in _known_weights(layer)),
            f"The weight of {layer.name} is computed from others (LoRA or the like): "
            "remove that, as it could be neither decayed nor set.",
        )
        regularized = any(v.regularizer for v in layer._trainable_variables)
        require(
            not regularized and layer.activity_regularizer is None,
            f"Layer {layer.name} has a regularizer of its own, which the recipe's training leaves "
            "out: remove it and put L2(...) or L1(...) into the recipe's gradients.",
        )
    weights = [w.value for w in roles(model) if w.kind not in MOVING]
    require_trained([variable.trainable for variable in weights])


def get_weights(model: keras.Model) -> list[np.ndarray]:
    """Copy the weights of a model, layer by layer.

    Returns
    -------
    list of ndarray
        Convolution kernels as (height, width, inputs, outputs), depthwise ones as (height, width,
        channels, 1), dense kernels as (inputs, outputs); for batch norm gamma, beta, moving mean,
        moving variance.

    Examples
    --------
    >>> model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(8, 5)])
    >>> [w.shape for w in get_weights(model)]
    [(5, 5, 3, 8), (8,)]
    """
    return [weight.value.numpy().copy() for weight in roles(model)]


def set_weights(model: keras.Model, arrays: list[np.ndarray]) -> None:
    """Load weights as returned by `get_weights` into a model of the same layers.

    Raises
    ------
    ValueError
        If the number of arrays or a shape does not fit.
    """
    for weight, array in zip(roles(model), arrays, strict=True):
        shape = tuple(weight.value.shape)
        if shape != array.shape:
            raise ValueError(f"A weight of shape {array.shape} does not fit {shape}.")
        weight.value.assign(array)


def whiten(model: keras.Model, images: np.ndarray) -> None:
    """Load the whitening filters of these training images into the first layer of a model.

    `fit` does so; after `build_model` alone these filters are random, and training leaves them so.

    Parameters
    ----------
    model : keras.Model
        Whose first layer is `layers.Whitening`.
    images : ndarray of uint8, shape (num_examples, height, width, channels)

    Raises
    ------
    DataError
        If the images are of another form.
    """
    set_weights(model, [*whitening_weights(checked_images(images)), *get_weights(model)[2:]])


def weight_shapes(model: keras.Model) -> list[tuple[str, tuple[int, ...]]]:
    """Return kind and shape of each weight, in the order and layout of `get_weights`."""
    return [(weight.kind, tuple(weight.value.shape)) for weight in roles(model)]


def _layers(model: keras.Model) -> list[keras.layers.Layer]:
    """List a model and all layers within it, each once, in the order in which they were added.

    `model._flatten_layers` goes through the layers within another one backwards.
    """
    found = {}

    def add(layer: keras.layers.Layer) -> None:
        if id(layer) not in found:
            found[id(layer)] = layer
            for inner in layer._layers:
                add(inner)

    add(model)
    return [*found.values()]


def _known_weights(layer: keras.layers.Layer) -> list[tuple[str, keras.Variable]]:
    names = next((names for cls, names in _NAMES.items() if isinstance(layer, cls)), {})
    found = [(kind, getattr(layer, name, None)) for name, kind in names.items()]
    return [(kind, weight) for kind, weight in found if weight is not None]


def _weights_of(layer: keras.layers.Layer) -> list[tuple[str, keras.Variable]]:
    known = [(k, weight) for k, weight in _known_weights(layer) if _is_variable(weight)]
    identities = {id(variable) for _, variable in known}
    others = [v for v in layer._trainable_variables if id(v) not in identities]
    return [*known, *(("other", variable) for variable in others)]


def _is_variable(weight) -> bool:
    """Whether a weight is held by its layer, rather than computed from others as with LoRA."""
    return isinstance(weight, keras.Variable)
