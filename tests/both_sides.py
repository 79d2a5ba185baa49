"""The same layers in both frameworks, with the same weights, and what they compute in float64."""

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
import torch
from torch import nn

from cnncourse import hashing, pytorch, tensorflow
from cnncourse.pytorch import layers as torch_layers
from cnncourse.tensorflow import layers as keras_layers

SIZES = [(8, 8, 1), (17, 13, 3), (32, 32, 3)]


class Computed(NamedTuple):
    """What a model makes of a batch: all in Keras' layout, in which (n, h, w, c) are maps."""

    outputs: np.ndarray
    input_gradient: np.ndarray
    weight_gradients: list
    weights_after: list


def build_both(layers: tuple, shape: tuple, seed: int = 0) -> tuple[nn.Module, keras.Model]:
    """Build layers in float64 with the same random weights; variances are positive."""
    inputs = keras.Input(shape, dtype="float64")
    ours = nn.Sequential(*torch_layers.build(layers, shape, hashing.seeds(seed), "float64"))
    built = keras_layers.build(layers, shape, hashing.seeds(seed), "float64")
    theirs = keras.Sequential([inputs, *built])
    randomize(ours, theirs, seed)
    return ours, theirs


def randomize(ours: nn.Module, theirs: keras.Model, seed: int = 0) -> None:
    """Give both models the same random weights, also where initial ones are constant."""
    rng = np.random.default_rng(seed)
    shapes = pytorch.weights.weight_shapes(ours)
    assert shapes == tensorflow.weights.weight_shapes(theirs)
    fan_in = [max(1, np.prod(shape[:-1])) for _, shape in shapes]
    arrays = [
        rng.normal(size=shape) / fan**0.5 for (_, shape), fan in zip(shapes, fan_in, strict=True)
    ]
    for index, (kind, _) in enumerate(shapes):
        if kind in ("moving_variance", "gamma"):
            arrays[index] = 0.5 + abs(arrays[index])
    pytorch.set_weights(ours, arrays)
    tensorflow.set_weights(theirs, arrays)


def in_pytorch(model: nn.Module, images: np.ndarray, training: bool) -> Computed:
    """Compute outputs and the gradients of a weighted sum of them."""
    model.train(training)
    inputs = torch.tensor(images).movedim(-1, 1).contiguous().requires_grad_()
    outputs = model(inputs)
    shared = outputs.movedim(1, -1)
    (shared * torch.from_numpy(_factors(shared.shape))).sum().backward()
    gradients = [
        pytorch.weights._to_shared(weight._replace(value=weight.value.grad)).numpy()
        for weight in pytorch.weights.roles(model)
        if weight.value.grad is not None
    ]
    return Computed(
        shared.detach().numpy(),
        inputs.grad.movedim(1, -1).numpy(),
        gradients,
        pytorch.get_weights(model),
    )


def in_tensorflow(model: keras.Model, images: np.ndarray, training: bool) -> Computed:
    """Compute outputs and the gradients of a weighted sum of them."""
    inputs = tf.constant(images)
    trained = [w.value for w in tensorflow.weights.roles(model) if w.value.trainable]
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = model(inputs, training=training)
        total = tf.reduce_sum(outputs * _factors(outputs.shape))
    gradients = tape.gradient(total, [inputs, *[variable.value for variable in trained]])
    return Computed(
        outputs.numpy(),
        gradients[0].numpy(),
        [gradient.numpy() for gradient in gradients[1:]],
        tensorflow.get_weights(model),
    )


def assert_same(ours: Computed, theirs: Computed) -> None:
    """Compare in float64: what is left is rounding."""
    for one, other in zip(ours[:2], theirs[:2], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-10)
    for several, others in zip(ours[2:], theirs[2:], strict=True):
        for one, other in zip(several, others, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-10)


def random_images(shape: tuple, num_images: int = 3) -> np.ndarray:
    return np.random.default_rng(1).random((num_images, *shape))


def _factors(shape) -> np.ndarray:
    return np.random.default_rng(2).normal(size=tuple(shape))
