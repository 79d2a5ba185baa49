"""A look into each layer of a Keras model: its kernel's gradient, and what comes out of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import keras
import tensorflow as tf

from cnncourse import overriding
from cnncourse.roles import is_kernel
from cnncourse.tensorflow.layers import LeakyReLU
from cnncourse.tensorflow.weights import roles, weight_shapes
from cnncourse.watch import Passed, look_of

ACTIVATIONS = (
    LeakyReLU,
    keras.layers.Activation,
    keras.layers.ELU,
    keras.layers.LeakyReLU,
    keras.layers.PReLU,
    keras.layers.ReLU,
)


def look(
    model: keras.Model, inputs: tf.Tensor, loss_of: Callable[[tf.Tensor], tf.Tensor]
) -> dict[str, list]:
    """Show images to a model and return what is seen of each layer, as `watch.look_of` has it.

    Parameters
    ----------
    model : keras.Model
        Called in training mode. What it counts and averages on the way is changed: keep a copy.
    inputs : Tensor of shape (batch, height, width, channels)
    loss_of : callable
        Gives the loss for the model's outputs.

    Examples
    --------
    >>> layers = keras.layers.Conv2D(2, 3), keras.layers.ReLU(), keras.layers.Flatten()
    >>> model = keras.Sequential([keras.Input((4, 4, 1)), *layers, keras.layers.Dense(3)])
    >>> look(model, tf.ones((5, 4, 4, 1)), lambda logits: tf.reduce_mean(logits**2))["layer"]
    ['3x3, 1 to 2', '8 to 3']
    """
    passed: list[Passed] = []
    with tf.GradientTape() as tape, _heard(model, passed):
        loss = loss_of(model(inputs, training=True))
    weights = zip(roles(model), weight_shapes(model), strict=True)
    kernels = [(w, shape) for w, shape in weights if is_kernel(w) and w.value.trainable]
    gradients = tape.gradient(loss, [w.value for w, _ in kernels])
    norms = {
        id(weight.owner): (shape, float(tf.norm(tf.cast(gradient, tf.float64))))
        for (weight, shape), gradient in zip(kernels, gradients, strict=True)
        if gradient is not None
    }
    return look_of(passed, norms)


def _heard(model: keras.Model, passed: list[Passed]) -> AbstractContextManager[None]:
    """Within it each layer without others inside tells what comes out of it: Keras has no hooks."""
    leaves = [layer for layer in model._flatten_layers() if not layer._layers]
    return overriding.overridden(
        "call", {leaf: _telling(leaf, leaf.call, passed) for leaf in leaves}
    )


def _telling(layer: keras.layers.Layer, call: Callable, passed: list[Passed]) -> Callable:
    def call_and_tell(*args, **kwargs):
        outputs = call(*args, **kwargs)
        passed.extend(_seen(layer, outputs))
        return outputs

    return call_and_tell


def _seen(layer: keras.layers.Layer, outputs) -> Iterator[Passed]:
    if not tf.is_tensor(outputs) or outputs.shape.rank < 2:
        return  # a recurrent layer's pair, or a loss: nothing that has units
    values = tf.cast(outputs, tf.float64)
    units = tf.reshape(values, (-1, values.shape[-1]))
    is_dead = tf.reduce_all(units == 0, axis=0)
    spread, dead = float(tf.math.reduce_std(values)), int(tf.math.count_nonzero(is_dead))
    yield Passed(layer, isinstance(layer, ACTIVATIONS), spread, dead, units.shape[1])
