"""The weights of a Keras model as NumPy arrays in the layout that both frameworks share."""

from collections.abc import Iterator

import keras
import numpy as np

from cnncourse.whitening import whitening_weights

_NORM_KINDS = ("gamma", "beta", "moving_mean", "moving_variance")


def kernels(model: keras.Model) -> list[keras.Variable]:
    """Return the kernels of convolutions and dense layers that are trained: they are decayed."""
    return [v for kind, v in _weights(model) if kind == "kernel" and v.trainable]


def get_weights(model: keras.Model) -> list[np.ndarray]:
    """Copy the weights of a model, layer by layer.

    Returns
    -------
    list of ndarray
        Convolution kernels as (height, width, inputs, outputs), dense kernels as (inputs,
        outputs); for batch norm gamma, beta, moving mean, moving variance.

    Examples
    --------
    >>> model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(8, 5)])
    >>> [w.shape for w in get_weights(model)]
    [(5, 5, 3, 8), (8,)]
    """
    return [variable.numpy().copy() for _, variable in _weights(model)]


def set_weights(model: keras.Model, arrays: list[np.ndarray]) -> None:
    """Load weights as returned by `get_weights` into a model of the same layers.

    Raises
    ------
    ValueError
        If the number of arrays or a shape does not fit.
    """
    for (_, variable), array in zip(_weights(model), arrays, strict=True):
        if tuple(variable.shape) != array.shape:
            raise ValueError(
                f"A weight of shape {array.shape} does not fit {tuple(variable.shape)}."
            )
        variable.assign(array)


def whiten(model: keras.Model, images: np.ndarray) -> None:
    """Load the whitening filters of these training images into the first layer of a model.

    `fit` does so; after `build_model` alone these filters are random, and training leaves them so.

    Parameters
    ----------
    model : keras.Model
        Built from a recipe with `whitening`.
    images : ndarray of uint8, shape (num_examples, height, width, channels)
    """
    set_weights(model, [*whitening_weights(images), *get_weights(model)[2:]])


def weight_shapes(model: keras.Model) -> list[tuple[str, tuple[int, ...]]]:
    """Return kind and shape of each weight, in the order and layout of `get_weights`."""
    return [(kind, tuple(variable.shape)) for kind, variable in _weights(model)]


def _weights(model: keras.Model) -> Iterator[tuple[str, keras.Variable]]:
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Conv2D | keras.layers.Dense):
            yield "kernel", layer.kernel
            if layer.use_bias:
                yield "bias", layer.bias
        elif isinstance(layer, keras.layers.BatchNormalization):
            for kind in _NORM_KINDS:
                yield kind, getattr(layer, kind)
