"""The layers of a model as Keras layers."""

from collections.abc import Callable, Iterator
from functools import partial

import keras
import tensorflow as tf

from cnncourse import hashing
from cnncourse import layers as options
from cnncourse.errors import built
from cnncourse.shapes import Shape
from cnncourse.tensorflow.branches import Residual, Scale
from cnncourse.tensorflow.strided import convolve_some
from cnncourse.whitening import SIZE, num_filters

_saved = keras.saving.register_keras_serializable("cnncourse")
"""So that a model that has these layers can be saved whole, and pickled."""


@_saved
class Whitening(keras.layers.Layer):
    """The convolution of `cnncourse.whitening`, whose kernel is not trained."""

    def build(self, input_shape: tuple) -> None:
        channels = input_shape[-1]
        shape = (SIZE, SIZE, channels, num_filters(channels))
        self.kernel = self.add_weight(shape=shape, trainable=False, name="kernel")
        self.bias = self.add_weight(shape=shape[-1:], initializer="zeros", name="bias")

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return *input_shape[:-1], num_filters(input_shape[-1])

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return keras.ops.add(keras.ops.conv(inputs, self.kernel, padding="same"), self.bias)


@_saved
class PixelConv2d(keras.layers.Conv2D):
    """A convolution of 1x1 with a stride, which leaves pixels out before it computes."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return convolve_some(self, inputs)


@_saved
class BatchNorm2d(keras.layers.BatchNormalization):
    """Batch norm of maps or features whose training step is one operation.

    Keras composes it of a dozen, each of which reads or writes all activations.
    """

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        # The operation has no float64.
        if not training or not self.trainable or inputs.dtype == tf.float64:
            return super().call(inputs, training=training)
        maps = inputs if inputs.shape.rank == 4 else inputs[:, None, None, :]
        outputs, mean, unbiased, *_ = tf.raw_ops.FusedBatchNormV3(
            x=maps,
            scale=self.gamma,
            offset=self.beta,
            mean=tf.zeros([0]),
            variance=tf.zeros([0]),
            epsilon=self.epsilon,
            is_training=True,
        )
        count = tf.cast(tf.size(maps) // tf.shape(maps)[-1], unbiased.dtype)
        for moving, batch in (
            (self.moving_mean, mean),
            (self.moving_variance, unbiased * (count - 1) / count),
        ):
            moving.assign(moving * self.momentum + batch * (1 - self.momentum))
        return outputs if maps is inputs else outputs[:, 0, 0, :]


@_saved
class Dropout(keras.layers.Layer):
    """Dropout whose mask is a hash of seed, step and position, so that both frameworks share it.

    Parameters
    ----------
    rate : float
        Probability of dropping a unit; the others are scaled by 1 / (1 - rate).
    seed : int
    """

    def __init__(self, rate: float, seed: int, **kwargs):
        super().__init__(**kwargs)
        self.rate, self.seed = rate, seed
        self.step = self.add_weight(
            shape=(), dtype="int64", initializer="zeros", trainable=False, name="step"
        )

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        draws = hashing.uniform(self._positions(inputs), self.step.value, self.seed)
        self.step.assign(self.step + 1)
        kept = tf.cast(draws >= hashing.threshold(self.rate), inputs.dtype)
        return inputs * kept / (1 - self.rate)

    def _positions(self, inputs: tf.Tensor) -> tf.Tensor:
        """Number the values, in the order (height, width, channels) as on the other side."""
        return tf.reshape(tf.range(tf.size(inputs, out_type=tf.int64)), tf.shape(inputs))

    def get_config(self) -> dict:
        return super().get_config() | {"rate": self.rate, "seed": self.seed}


@_saved
class SpatialDropout(Dropout):
    """Dropout of whole maps; see `Dropout`."""

    def _positions(self, inputs: tf.Tensor) -> tf.Tensor:
        num_images, num_maps = tf.shape(inputs)[0], inputs.shape[-1]
        positions = tf.range(tf.cast(num_images * num_maps, tf.int64))
        return tf.reshape(positions, [num_images, 1, 1, num_maps])


@_saved
class LeakyReLU(keras.layers.Layer):
    """x where it is positive, and slope * x elsewhere; Keras' own rounds the slope to float32."""

    def __init__(self, slope: float, **kwargs):
        super().__init__(**kwargs)
        self.slope = slope

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return tf.where(inputs > 0, inputs, self.slope * inputs)

    def get_config(self) -> dict:
        return super().get_config() | {"slope": self.slope}


@_saved
def _gelu(inputs: tf.Tensor) -> tf.Tensor:
    """X times the normal distribution function of x; Keras' own rounds a constant to float32."""
    return inputs * (0.5 + 0.5 * tf.math.erf(inputs * 0.5**0.5))


def build(
    layers: tuple, shape: Shape, seeds: Iterator[int], dtype: str = "float32"
) -> list[keras.layers.Layer]:
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
    >>> built = build((options.Flatten(), options.Dense(3)), (2, 2, 1), iter(()))
    >>> [type(layer).__name__ for layer in built]
    ['Flatten', 'Dense']
    """
    found = []
    for layer in layers:
        found.append(built(BUILDERS, layer)(layer, shape, seeds, dtype))
        shape = layer.shape_after(shape)
    return found


def _conv(layer: options.Conv, shape: Shape, seeds, dtype: str) -> keras.layers.Conv2D:
    cls = PixelConv2d if layer.size == 1 and layer.stride > 1 else keras.layers.Conv2D
    settings = {"strides": layer.stride, "padding": layer.padding, "use_bias": layer.bias}
    return cls(layer.filters, layer.size, **settings, dtype=dtype)


def _residual(layer: options.Residual, shape: Shape, seeds, dtype: str) -> Residual:
    branches = (build(branch, shape, seeds, dtype) for branch in (layer.body, layer.shortcut))
    return Residual(*branches, dtype=dtype)


def _scale(layer: options.Scale, shape: Shape, seeds, dtype: str) -> Scale:
    return Scale(build(layer.body, shape, seeds, dtype), dtype=dtype)


def _dropout(layer: options.Dropout, shape: Shape, seeds, dtype: str) -> Dropout:
    return Dropout(layer.rate, next(seeds), dtype=dtype)


def _spatial_dropout(layer: options.SpatialDropout, shape: Shape, seeds, dtype: str) -> Dropout:
    return SpatialDropout(layer.rate, next(seeds), dtype=dtype)


def _with(cls: Callable, **names: str) -> Callable:
    """A builder that hands fields of the option to a Keras layer, by Keras' name for each."""

    def make(layer, shape: Shape, seeds, dtype: str) -> keras.layers.Layer:
        values = {name: getattr(layer, field) for name, field in names.items()}
        return cls(**values, dtype=dtype)

    return make


def _function(function: str | Callable) -> Callable:
    """A builder of an activation: Keras' of this name, or this function."""
    return lambda layer, shape, seeds, dtype: keras.layers.Activation(function, dtype=dtype)


BUILDERS = {
    options.Conv: _conv,
    options.DepthwiseConv: _with(
        partial(keras.layers.DepthwiseConv2D, padding="same"),
        kernel_size="size",
        strides="stride",
        use_bias="bias",
    ),
    options.Whitening: _with(Whitening),
    options.Dense: _with(keras.layers.Dense, units="units", use_bias="bias"),
    options.BatchNorm: _with(BatchNorm2d, momentum="momentum", epsilon="eps"),
    options.GroupNorm: _with(keras.layers.GroupNormalization, groups="groups", epsilon="eps"),
    options.ReLU: _with(keras.layers.ReLU),
    options.LeakyReLU: _with(LeakyReLU, slope="slope"),
    options.Tanh: _function("tanh"),
    options.Sigmoid: _function("sigmoid"),
    options.GELU: _function(_gelu),
    options.SiLU: _function("silu"),
    options.MaxPool: _with(keras.layers.MaxPooling2D, pool_size="size", strides="step"),
    options.AveragePool: _with(keras.layers.AveragePooling2D, pool_size="size"),
    options.GlobalPool: _with(keras.layers.GlobalAveragePooling2D),
    options.Flatten: _with(keras.layers.Flatten),
    options.Dropout: _dropout,
    options.SpatialDropout: _spatial_dropout,
    options.Residual: _residual,
    options.Scale: _scale,
}
