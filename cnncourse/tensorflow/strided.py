"""Convolutions of 1x1 with a stride, which leave pixels out before they compute.

With the stride left to TensorFlow 2.21, their backward pass writes beyond the end of its arrays, on
processors without AVX-512, where maps have an even size.
"""

from contextlib import AbstractContextManager
from functools import partial

import keras
import tensorflow as tf

from cnncourse.overriding import overridden


def pixels_left_out(model: keras.Model) -> AbstractContextManager[None]:
    """Within it such convolutions of a model compute as here."""
    found = filter(_strides_over_pixels, model._flatten_layers())
    return overridden("call", {layer: partial(convolve_some, layer) for layer in found})


def convolve_some(convolution: keras.layers.Conv2D, inputs: tf.Tensor) -> tf.Tensor:
    """Apply a convolution of 1x1 to the pixels that its stride leaves.

    Parameters
    ----------
    convolution : keras.layers.Conv2D
        That is built.
    inputs : Tensor of shape (batch, height, width, channels)

    Returns
    -------
    Tensor of shape (batch, new height, new width, filters)

    Examples
    --------
    >>> convolution = keras.layers.Conv2D(8, 1, strides=2)
    >>> convolution.build((None, 5, 5, 3))
    >>> convolve_some(convolution, tf.ones((1, 5, 5, 3))).shape
    TensorShape([1, 3, 3, 8])
    """
    rows, columns = convolution.strides
    outputs = tf.nn.conv2d(inputs[:, ::rows, ::columns], convolution.kernel, 1, "VALID")
    if convolution.bias is not None:
        outputs += convolution.bias
    return convolution.activation(outputs)


def _strides_over_pixels(layer: keras.layers.Layer) -> bool:
    is_plain = (
        isinstance(layer, keras.layers.Conv2D) and type(layer).call is keras.layers.Conv2D.call
    )
    return is_plain and layer.kernel_size == (1, 1) and max(layer.strides) > 1
