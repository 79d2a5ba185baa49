"""What both frameworks agree on is also right: comparisons with independent implementations."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from torch import nn

from cnncourse import (
    SGD,
    VGG,
    BinaryCrossEntropy,
    CrossEntropy,
    Focal,
    MeanSquaredError,
    Muon,
    Recipe,
    Shallow,
    pytorch,
    tensorflow,
)
from cnncourse.optimizers import single
from cnncourse.pytorch.layers import BatchNorm2d, Dropout
from cnncourse.tensorflow import layers as tensorflow_layers

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(12, 4)) * 3
LABELS = RNG.integers(0, 4, 12)
ONE_HOT = np.eye(4)[LABELS]
WEIGHTS = (1.0, 2.0, 0.5, 3.0)


def reference_losses() -> list[tuple]:
    logits, labels = torch.from_numpy(LOGITS), torch.from_numpy(LABELS)
    targets = torch.from_numpy(ONE_HOT)
    plain = nn.CrossEntropyLoss(reduction="none")
    smoothed = nn.CrossEntropyLoss(reduction="none", label_smoothing=0.2)
    weighted = nn.CrossEntropyLoss(torch.tensor(WEIGHTS).double(), reduction="none")
    binary = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1, reduction=None)
    focal = keras.losses.CategoricalFocalCrossentropy(
        alpha=1.0, gamma=1.5, from_logits=True, reduction=None
    )
    return [
        (CrossEntropy(), plain(logits, labels)),
        (CrossEntropy(label_smoothing=0.2), smoothed(logits, labels)),
        (CrossEntropy(class_weights=WEIGHTS), weighted(logits, labels)),
        (BinaryCrossEntropy(label_smoothing=0.1), binary(ONE_HOT, LOGITS)),
        (MeanSquaredError(), nn.MSELoss(reduction="none")(logits, targets).mean(1)),
        (Focal(gamma=1.5), focal(ONE_HOT, LOGITS)),
        (Focal(gamma=0.0), plain(logits, labels)),
    ]


@pytest.mark.parametrize(("option", "expected"), reference_losses(), ids=str)
def test_losses(option, expected):
    ours = pytorch.per_example_loss(option, torch.from_numpy(LOGITS), torch.from_numpy(LABELS))
    theirs = tensorflow.per_example_loss(option, tf.constant(LOGITS), tf.constant(LABELS))
    # Keras' own are in float32, where 1 - p keeps few digits of the focal loss of a sure answer.
    np.testing.assert_allclose(ours, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(theirs, expected, rtol=1e-5, atol=1e-6)


def test_focal_loss_of_a_certain_answer_has_a_finite_gradient():
    logits = torch.tensor([[200.0, 0.0]], requires_grad=True)
    pytorch.per_example_loss(Focal(gamma=0.5), logits, torch.tensor([0])).sum().backward()
    assert torch.isfinite(logits.grad).all()


def test_dropout_drops_its_share_and_keeps_the_mean():
    inputs = torch.ones(200, 100)
    outputs = Dropout(0.3, seed=0).train()(inputs)
    assert (outputs == 0).float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert outputs.mean().item() == pytest.approx(1.0, abs=0.02)
    assert outputs.unique().tolist() == pytest.approx([0.0, 1 / 0.7])
    torch.testing.assert_close(Dropout(0.3, seed=0).eval()(inputs), inputs)


def test_batch_norm_differs_from_pytorch_in_the_running_variance_only():
    inputs = torch.randn(8, 3, 5, 5, generator=torch.Generator().manual_seed(0)).double()
    ours, theirs = BatchNorm2d(3).double(), nn.BatchNorm2d(3).double()
    torch.testing.assert_close(ours(inputs), theirs(inputs))
    torch.testing.assert_close(ours.running_mean, theirs.running_mean)
    biased = 0.9 + 0.1 * inputs.var((0, 2, 3), correction=0)
    torch.testing.assert_close(ours.running_var, biased)
    assert (ours.running_var < theirs.running_var).all()


@pytest.mark.parametrize("dtype", ["float32", "mixed_bfloat16", "float64"])
def test_batch_norm_in_one_operation_is_that_of_keras(dtype):
    inputs = tf.random.stateless_normal((8, 5, 5, 3), seed=(0, 0), mean=2.0)
    inputs = tf.cast(inputs, "float64" if dtype == "float64" else "float32")
    settings = {"epsilon": 1e-5, "momentum": 0.9, "dtype": dtype}
    results = []
    for layer in (
        tensorflow_layers.BatchNorm2d(**settings),
        keras.layers.BatchNormalization(**settings),
    ):
        layer.build(inputs.shape)
        layer.gamma.assign([0.5, 1.0, 2.0])
        layer.beta.assign([1.0, -1.0, 0.5])
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            outputs = layer(inputs, training=True)
            objective = tf.reduce_sum(tf.cast(outputs, inputs.dtype) ** 3)
        gradients = tape.gradient(objective, [inputs, layer.gamma.value, layer.beta.value])
        results.append([outputs, *gradients, *layer.weights, layer(inputs)])
    tolerance = {"mixed_bfloat16": 4 * 2**-8}.get(dtype, 1e-4)
    for ours, theirs in zip(*results, strict=True):
        ours, theirs = (np.asarray(value, np.float64) for value in (ours, theirs))
        assert np.abs(theirs).max() > 0.1
        np.testing.assert_allclose(ours, theirs, atol=tolerance * np.abs(theirs).max())


def test_models_have_the_layers_of_their_sources():
    """Parameter counts worked out by hand, for 128x128 RGB images and 10 classes."""

    def num_parameters(model):
        built = pytorch.build_model(Recipe(model=model), (128, 128, 3), 10)
        return sum(p.numel() for p in built.parameters())

    convolutions = (5 * 5 * 3 + 1) * 32 + (5 * 5 * 32 + 1) * 64
    side = ((128 - 4) // 2 - 4) // 2
    dense = (side * side * 64 + 1) * 128 + (128 + 1) * 10
    assert num_parameters(Shallow(size=5, padding="valid")) == convolutions + dense
    pairs = [(3, 32), (32, 32), (32, 64), (64, 64), (64, 128), (128, 128)]
    convolutions = sum((9 * inputs + 1) * outputs for inputs, outputs in pairs)
    dense = (16 * 16 * 128 + 1) * 256 + (256 + 1) * 10
    assert num_parameters(VGG()) == convolutions + dense
    convolutions = sum((9 * inputs + 1) * outputs for inputs, outputs in [(3, 32), (32, 64)])
    dense = (32 * 32 * 64 + 1) * 128 + (128 + 1) * 10
    assert num_parameters(Shallow()) == convolutions + dense


SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])


def take_steps(side, option, gradients) -> list[list[np.ndarray]]:
    """Return the weights of a small model before and after a step for each set of gradients."""
    recipe = Recipe(model=Shallow(width=4), optimizer=option, precision="float64")
    model = side.build_model(recipe, (2, 2, 3), 4)
    optimizer = side.make_optimizer(option, model)
    seen = [side.get_weights(model)]
    for step, of_step in enumerate(gradients):
        side.optimizers.prepare_step(optimizer, option, option.lr / (step + 1), step)
        if side is tensorflow:
            optimizer.apply([tf.constant(g) for g in of_step], model.trainable_variables)
        else:
            for parameter, g in zip(model.parameters(), of_step, strict=True):
                # From the shared layout to PyTorch's: HWIO to OIHW, (inputs, outputs) turned.
                turned = g.transpose(3, 2, 0, 1) if g.ndim == 4 else g.T
                parameter.grad = torch.from_numpy(turned.copy())
            optimizer.step()
        seen.append(side.get_weights(model))
    return seen


def some_gradients(num_steps: int = 3) -> list[list[np.ndarray]]:
    shapes = [(3, 3, 3, 4), (4,), (3, 3, 4, 8), (8,), (8, 16), (16,), (16, 4), (4,)]
    rng = np.random.default_rng(0)
    return [[rng.normal(size=shape) for shape in shapes] for _ in range(num_steps)]


@SIDES
def test_decay_of_sgd_is_decoupled_and_of_kernels_alone(side):
    option = SGD(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.3)
    gradients = some_gradients()
    seen = take_steps(side, option, gradients)
    for i, start in enumerate(seen[0]):
        weight, velocity = start, 0.0
        for step, of_step in enumerate(gradients):
            lr, momentum = single(option.lr / (step + 1)), single(option.momentum)
            velocity = momentum * velocity + of_step[i]
            decay = single(option.weight_decay) if start.ndim > 1 else 0.0
            weight = weight - lr * decay * weight - lr * (of_step[i] + momentum * velocity)
            np.testing.assert_allclose(seen[step + 1][i], weight, rtol=1e-9, atol=1e-12)


def newton_schulz(matrix: np.ndarray) -> np.ndarray:
    """The iteration on the singular values alone: x = a x + b x^3 + c x^5, five times."""
    u, values, v = np.linalg.svd(matrix, full_matrices=False)
    values = values / (np.sqrt(np.square(values).sum()) + 1e-7)
    for _ in range(5):
        values = 3.4445 * values - 4.7750 * values**3 + 2.0315 * values**5
    return u @ np.diag(values) @ v


@SIDES
def test_muon(side):
    option = Muon(lr=0.2, other_lr=0.05, momentum=0.9, weight_decay=0.3)
    gradients = some_gradients()
    seen = take_steps(side, option, gradients)
    for i, start in enumerate(seen[0]):
        hidden = start.ndim > 1 and i != 6
        weight, velocity = start, 0.0
        for step, of_step in enumerate(gradients):
            momentum = single(option.momentum)
            lr = single(option.lr / (step + 1)) * (1 if hidden else option.other_lr / option.lr)
            velocity = momentum * velocity + of_step[i]
            update = of_step[i] + momentum * velocity
            if hidden:
                matrix = update.reshape(-1, start.shape[-1]).T
                rows, columns = matrix.shape
                update = newton_schulz(matrix) * np.sqrt(max(1, rows / columns))
                update = update.T.reshape(start.shape)
            decay = single(option.weight_decay) if start.ndim > 1 else 0.0
            weight = weight - lr * decay * weight - lr * update
            np.testing.assert_allclose(seen[step + 1][i], weight, rtol=1e-9, atol=1e-12)


@SIDES
@pytest.mark.parametrize("shape", [(5, 12), (12, 5)])
def test_orthogonalized_matrix_keeps_its_singular_vectors(side, shape):
    matrix = np.random.default_rng(0).normal(size=shape)
    convert = torch.from_numpy if side is pytorch else tf.constant
    found = np.asarray(side.muon.orthogonalize(convert(matrix)))
    assert found.shape == shape
    values = np.linalg.svd(found, compute_uv=False)
    assert values.min() > 0.6 and values.max() < 1.25
    assert np.linalg.svd(matrix, compute_uv=False).max() > 2
    u, _, v = np.linalg.svd(matrix, full_matrices=False)
    between = u.T @ found @ v.T
    np.testing.assert_allclose(between, np.diag(np.diag(between)), atol=1e-12)
