"""The models of a recipe as Keras models."""

import keras
import tensorflow as tf
from keras import layers

from cnncourse import hashing
from cnncourse.architectures import Conv, Dense, Relu, Whitening, hidden_layers
from cnncourse.initial import initial_weights
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.weights import set_weights, weight_shapes
from cnncourse.whitening import SIZE


class BatchNorm2d(layers.BatchNormalization):
    """Batch norm of images whose training step is one operation.

    Keras composes it of a dozen, each of which reads or writes all activations.
    """

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training or inputs.dtype == tf.float64:  # the operation has no float64
            return super().call(inputs, training=training)
        outputs, mean, unbiased, *_ = tf.raw_ops.FusedBatchNormV3(
            x=inputs,
            scale=self.gamma,
            offset=self.beta,
            mean=tf.zeros([0]),
            variance=tf.zeros([0]),
            epsilon=self.epsilon,
            is_training=True,
        )
        count = tf.cast(tf.size(inputs) // tf.shape(inputs)[-1], unbiased.dtype)
        for moving, batch in (
            (self.moving_mean, mean),
            (self.moving_variance, unbiased * (count - 1) / count),
        ):
            moving.assign(moving * self.momentum + batch * (1 - self.momentum))
        return outputs


class Dropout(layers.Layer):
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

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        shape = tf.shape(inputs)
        positions = tf.reshape(tf.range(tf.size(inputs, out_type=tf.int64)), shape)
        draws = hashing.uniform(positions, self.step.value, self.seed)
        self.step.assign(self.step + 1)
        kept = tf.cast(draws >= hashing.threshold(self.rate), inputs.dtype)
        return inputs * kept / (1 - self.rate)


def build_model(
    recipe: Recipe, image_shape: tuple[int, int, int], num_classes: int
) -> keras.Sequential:
    """Build the recipe's model with its initial weights.

    Parameters
    ----------
    recipe : Recipe
    image_shape : tuple of int
        (height, width, channels).
    num_classes : int

    Returns
    -------
    keras.Sequential
        Maps images in [0, 1] of shape (batch, height, width, channels) to logits of shape
        (batch, num_outputs).

    Examples
    --------
    >>> model = build_model(Recipe(model="shallow3x3", width=4), (8, 8, 1), num_classes=10)
    >>> model(tf.zeros([2, 8, 8, 1])).shape
    TensorShape([2, 10])
    """
    dtype = recipe.weights_dtype
    stack: list = [keras.Input(image_shape, dtype=dtype)]
    for layer in hidden_layers(recipe, image_shape):
        if isinstance(layer, Conv):
            stack += _convolution(layer, recipe.batch_norm, dtype)
        elif isinstance(layer, Whitening):
            stack.append(layers.Conv2D(layer.filters, SIZE, padding="same", dtype=dtype))
        elif isinstance(layer, Relu):
            stack.append(layers.ReLU(dtype=dtype))
        elif isinstance(layer, Dense):
            stack += [layers.Flatten(dtype=dtype)]
            stack += [layers.Dense(layer.units, activation="relu", dtype=dtype)]
            if recipe.dropout:
                stack.append(Dropout(recipe.dropout, recipe.seed, dtype=dtype))
        else:
            stack.append(layers.MaxPooling2D(2, dtype=dtype))
    stack.append(layers.Dense(recipe.num_outputs(num_classes), dtype=dtype))
    model = keras.Sequential(stack)
    if recipe.whitening:
        model.layers[0].kernel.trainable = False
    set_weights(model, initial_weights(weight_shapes(model), recipe.seed))
    return model


def _convolution(layer: Conv, batch_norm: bool, dtype: str) -> list[layers.Layer]:
    # No bias before batch norm: the normalization subtracts it again.
    convolution = layers.Conv2D(
        layer.filters,
        layer.kernel_size,
        padding=layer.padding,
        use_bias=not batch_norm,
        dtype=dtype,
    )
    if not batch_norm:
        return [convolution]
    return [convolution, BatchNorm2d(epsilon=1e-5, momentum=0.9, dtype=dtype)]
