"""Every layer is the same in both frameworks, has the shape that it says, and is what it says."""

import pickle
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from both_sides import (
    SIZES,
    assert_same,
    build_both,
    in_pytorch,
    in_tensorflow,
    random_images,
    randomize,
)
from numpy.lib.stride_tricks import sliding_window_view
from scipy import special
from torch import nn

from cnncourse import hashing, pytorch, tensorflow
from cnncourse.declaration import declared
from cnncourse.errors import RecipeError
from cnncourse.layers import (
    ACTIVATIONS,
    GELU,
    LAYERS,
    NORMS,
    AveragePool,
    BatchNorm,
    Conv,
    Dense,
    DepthwiseConv,
    Dropout,
    Flatten,
    GlobalPool,
    GroupNorm,
    LeakyReLU,
    MaxPool,
    ReLU,
    Residual,
    Scale,
    Sigmoid,
    SiLU,
    SpatialDropout,
    Tanh,
    Whitening,
    shape_through,
)
from cnncourse.pytorch import layers as torch_layers
from cnncourse.pytorch.weights import get_weights
from cnncourse.tensorflow import layers as keras_layers
from cnncourse.whitening import num_filters

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])
BOTH = pytest.mark.parametrize("layers", [torch_layers, keras_layers], ids=["torch", "keras"])
TRAINING = pytest.mark.parametrize("training", [False, True], ids=["evaluation", "training"])

EXCITATION = (GlobalPool(), Dense(2), ReLU(), Dense(4), Sigmoid())
CASES = {
    "conv": [
        (Conv(4),),
        (Conv(4, size=4),),
        (Conv(4, stride=2, bias=False),),
        (Conv(4, size=1, stride=2),),
        (Conv(4, size=5, stride=3),),
        (Conv(4, size=2, stride=3),),
        (Conv(4, padding="valid"),),
        (Conv(4, size=4, stride=2, padding="valid"),),
    ],
    "depthwise_conv": [
        (DepthwiseConv(),),
        (DepthwiseConv(stride=2, bias=True),),
        (Conv(4), DepthwiseConv(size=5, stride=2), DepthwiseConv(size=2)),
    ],
    "whitening": [(Whitening(),)],
    "dense": [(Flatten(), Dense(5)), (Flatten(), Dense(5, bias=False), Dense(2))],
    "batch_norm": [
        (BatchNorm(),),
        (Conv(4), BatchNorm(momentum=0.7, eps=1e-2)),
        (Flatten(), Dense(4), BatchNorm()),
    ],
    "group_norm": [
        (Conv(6), GroupNorm(groups=3)),
        (Conv(4), GroupNorm(groups=4, eps=1e-2)),
        (GroupNorm(groups=1),),
        (GlobalPool(), Dense(6), GroupNorm(groups=2)),
    ],
    "relu": [
        (Conv(4), ReLU()),
        (ReLU(), ReLU()),
        (Sigmoid(), ReLU()),
        (Conv(2), Flatten(), ReLU()),
    ],
    "leaky_relu": [(Conv(4), LeakyReLU(slope=0.2)), (LeakyReLU(), ReLU())],
    "tanh": [(Conv(4), Tanh()), (Tanh(), ReLU())],
    "sigmoid": [(Conv(4), Sigmoid())],
    "gelu": [(Conv(4), GELU()), (GELU(), ReLU())],
    "silu": [(Conv(4), SiLU()), (SiLU(), ReLU())],
    "max_pool": [(MaxPool(),), (MaxPool(size=3, stride=2),), (MaxPool(size=3), ReLU())],
    "average_pool": [(AveragePool(),), (AveragePool(size=3), ReLU())],
    "global_pool": [
        (GlobalPool(),),
        (Conv(4), GlobalPool(), Scale(body=(Dense(4), Sigmoid()))),
        (Conv(4), GlobalPool(), ReLU()),
    ],
    "flatten": [(Flatten(),)],
    "dropout": [
        (Dropout(),),
        (Dropout(0.3), Dropout(0.3)),
        (Flatten(), Dense(50), Dropout(0.2), ReLU()),
    ],
    "spatial_dropout": [(Conv(20), SpatialDropout(0.4)), (SpatialDropout(), Dropout(0.1))],
    "residual": [
        (Residual(body=(Conv(4), BatchNorm(), ReLU(), Conv(4)), shortcut=(Conv(4, size=1),)),),
        (Conv(4), Residual(body=(ReLU(), Conv(4)))),
        (
            Residual(body=(Conv(4, stride=2), Dropout()), shortcut=(Conv(4, 1, 2), Dropout())),
            ReLU(),
        ),
        (Conv(2), Residual(body=(Residual(body=(ReLU(), Conv(2))), ReLU()), shortcut=(Tanh(),))),
        (Flatten(), Dense(3), Residual(body=(Dense(3),))),
        (Residual(),),
    ],
    "scale": [
        (Conv(4), Scale(body=EXCITATION)),
        (Conv(4), ReLU(), Scale(body=EXCITATION), ReLU()),
    ],
}
ALL = [
    pytest.param(layers, id=f"{name}{index}")
    for name, several in CASES.items()
    for index, layers in enumerate(several)
]


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_has_a_case_a_reference_and_builders(name):
    assert any(type(layer) is LAYERS[name] for layers in CASES[name] for layer in layers)
    assert name in REFERENCES or name in TESTED_APART
    assert LAYERS[name] in torch_layers.BUILDERS
    assert LAYERS[name] in keras_layers.BUILDERS


@pytest.mark.parametrize("shape", SIZES, ids=str)
@pytest.mark.parametrize("layers", ALL)
def test_frameworks_agree_and_the_shape_is_as_said(layers, shape):
    images = random_images(shape) - 0.5
    ours, theirs = build_both(layers, shape)
    for training in (False, True, True):  # the second step has moved statistics and a new mask
        found = in_pytorch(ours, images, training)
        assert_same(found, in_tensorflow(theirs, images, training))
        assert found.outputs.shape[1:] == shape_through(layers, shape)
        assert found.outputs.dtype == np.float64
        ours.zero_grad()


def patches(x: np.ndarray, size: int, stride: int, same: bool) -> np.ndarray:
    """Windows of maps as (n, rows, columns, channels, size, size)."""
    if same:
        # As TensorFlow's documentation of "SAME" says: what cannot be halved goes to the end.
        totals = [max((-(-n // stride) - 1) * stride + size - n, 0) for n in x.shape[1:3]]
        x = np.pad(x, [(0, 0), *[(t // 2, t - t // 2) for t in totals], (0, 0)])
    return sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]


def convolved(layer, x, weights):
    windows = patches(x, layer.size, layer.stride, layer.padding == "same")
    bias = weights[1] if layer.bias else 0
    return np.einsum("nyxcij,ijcf->nyxf", windows, weights[0]) + bias


def convolved_by_channel(layer, x, weights):
    windows = patches(x, layer.size, layer.stride, same=True)
    bias = weights[1] if layer.bias else 0
    return np.einsum("nyxcij,ijc->nyxc", windows, weights[0][..., 0]) + bias


def group_normalized(layer, x, weights):
    groups = x.reshape(len(x), -1, layer.groups, x.shape[-1] // layer.groups)
    mean, variance = (f(groups, axis=(1, 3), keepdims=True) for f in (np.mean, np.var))
    return ((groups - mean) / np.sqrt(variance + layer.eps)).reshape(x.shape) * weights[
        0
    ] + weights[1]


def scaled(layer, x, weights):
    hidden = np.maximum(x.mean((1, 2)) @ weights[0] + weights[1], 0)
    return x * special.expit(hidden @ weights[2] + weights[3])[:, None, None]


REFERENCES = {
    "conv": convolved,
    "depthwise_conv": convolved_by_channel,
    "whitening": lambda layer, x, w: (
        np.einsum("nyxcij,ijcf->nyxf", patches(x, 2, 1, same=True), w[0]) + w[1]
    ),
    "dense": lambda layer, x, w: x @ w[0] + (w[1] if layer.bias else 0),
    "batch_norm": lambda layer, x, w: (x - w[2]) / np.sqrt(w[3] + layer.eps) * w[0] + w[1],
    "group_norm": group_normalized,
    "relu": lambda layer, x, w: np.maximum(x, 0),
    "leaky_relu": lambda layer, x, w: np.where(x > 0, x, layer.slope * x),
    "tanh": lambda layer, x, w: np.tanh(x),
    "sigmoid": lambda layer, x, w: special.expit(x),
    "gelu": lambda layer, x, w: x * special.ndtr(x),
    "silu": lambda layer, x, w: x * special.expit(x),
    "max_pool": lambda layer, x, w: patches(x, layer.size, layer.step, same=False).max((4, 5)),
    "average_pool": lambda layer, x, w: patches(x, layer.size, layer.size, same=False).mean((4, 5)),
    "global_pool": lambda layer, x, w: x.mean((1, 2)),
    "flatten": lambda layer, x, w: x.reshape(len(x), -1),
    "dropout": lambda layer, x, w: x,
    "spatial_dropout": lambda layer, x, w: x,
    "scale": scaled,
}
TESTED_APART = {"residual"}


@pytest.mark.parametrize("name", REFERENCES)
def test_layer_is_what_it_says_in_evaluation(name):
    for layers in CASES[name]:
        layer = next(layer for layer in layers if type(layer) is LAYERS[name])
        shape = {"dense": (6,), "scale": (5, 7, 4), "group_norm": (5, 7, 24)}.get(name, (7, 6, 3))
        images = random_images(shape) * 4 - 2
        ours, theirs = build_both((layer,), shape)
        expected = REFERENCES[name](layer, images, get_weights(ours))
        for found in (in_pytorch(ours, images, False), in_tensorflow(theirs, images, False)):
            np.testing.assert_allclose(found.outputs, expected, rtol=1e-10, atol=1e-12)


def test_residual_adds_both_branches():
    residual = Residual(body=(Conv(4, size=1), Tanh()), shortcut=(Conv(4, size=1, bias=False),))
    images = random_images((5, 6, 3))
    ours, theirs = build_both((residual,), (5, 6, 3))
    kernel, bias, shortcut = get_weights(ours)
    expected = np.tanh(images @ kernel[0, 0] + bias) + images @ shortcut[0, 0]
    for found in (in_pytorch(ours, images, False), in_tensorflow(theirs, images, False)):
        np.testing.assert_allclose(found.outputs, expected, rtol=1e-10, atol=1e-12)


def test_batch_norm_in_training_is_that_of_keras():
    images = random_images((5, 6, 3)) * 3
    reference = keras.layers.BatchNormalization(momentum=0.8, epsilon=1e-3, dtype="float64")
    ours, theirs = build_both((BatchNorm(momentum=0.8, eps=1e-3),), (5, 6, 3))
    reference.build(images.shape)
    reference.set_weights(get_weights(ours))
    expected = reference(images, training=True).numpy()
    for found in (in_pytorch(ours, images, True), in_tensorflow(theirs, images, True)):
        np.testing.assert_allclose(found.outputs, expected, rtol=1e-9, atol=1e-11)
        for one, other in zip(found.weights_after, reference.get_weights(), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-11)


def single_precision(layer, shape) -> tuple[nn.Module, keras.Model]:
    ours = nn.Sequential(*torch_layers.build((layer,), shape, iter(())))
    theirs = keras.Sequential([keras.Input(shape), *keras_layers.build((layer,), shape, iter(()))])
    randomize(ours, theirs)
    return ours, theirs


@pytest.mark.parametrize("shape", [(5, 6, 3), (4,)], ids=str)
def test_batch_norm_in_single_precision(shape):
    # Keras' own class has another implementation in float64 than ours has in float32.
    images = random_images(shape, 8) * 3
    exact, _ = build_both((BatchNorm(),), shape)
    ours, theirs = single_precision(BatchNorm(), shape)
    expected = in_pytorch(exact, images, True)
    for found in (
        in_pytorch(ours, images.astype(np.float32), True),
        in_tensorflow(theirs, images.astype(np.float32), True),
    ):
        np.testing.assert_allclose(found.outputs, expected.outputs, rtol=1e-4, atol=1e-5)
        for one, other in zip(found.weights_after, expected.weights_after, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_batch_norm_of_a_single_value(dtype):
    images = random_images((1, 1, 3), 1).astype(dtype)
    make = single_precision if dtype is np.float32 else lambda *a: build_both((a[0],), a[1])
    ours, theirs = make(BatchNorm(), (1, 1, 3))
    _, beta, mean, variance = get_weights(ours)
    for found in (in_pytorch(ours, images, True), in_tensorflow(theirs, images, True)):
        np.testing.assert_allclose(found.outputs[0, 0, 0], beta, rtol=1e-5, atol=1e-6)
        moved = 0.9 * mean + 0.1 * images[0, 0, 0], 0.9 * variance
        np.testing.assert_allclose(found.weights_after[2:], moved, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("layer", [Dropout(0.25), SpatialDropout(0.25)], ids=str)
def test_dropout_drops_its_share_and_scales_the_rest(layer):
    images = np.ones((50, 3, 5, 40))
    ours, theirs = build_both((layer,), images.shape[1:], seed=5)
    masks = [in_pytorch(ours, images, True).outputs for _ in range(2)]
    assert set(np.unique(masks)) == {0.0, 1 / 0.75}
    assert np.mean(masks) == pytest.approx(1, abs=0.05)
    assert (masks[0] != masks[1]).any()
    varies_within_a_map = (np.ptp(masks[0], axis=(1, 2)) > 0).any()
    assert varies_within_a_map == (type(layer) is Dropout)
    np.testing.assert_array_equal(in_tensorflow(theirs, images, True).outputs, masks[0])


def test_first_mask_is_the_hash_of_the_recipes_seed():
    images = np.ones((4, 30))
    ours, _ = build_both((Dropout(0.5),), (30,), seed=5)
    positions = np.arange(120).reshape(4, 30)
    kept = hashing.uniform(positions, 0, 5) >= hashing.threshold(0.5)
    np.testing.assert_array_equal(in_pytorch(ours, images, True).outputs, 2.0 * kept)


def test_dropout_layers_of_a_model_have_different_masks():
    layers = (Residual(body=(Dropout(0.5),), shortcut=(Dropout(0.5),)),)
    ours, _ = build_both(layers, (1000,))
    sums = in_pytorch(ours, np.ones((1, 1000)), True).outputs
    # Of two independent masks, half of the values are kept by exactly one.
    assert (sums == 2).mean() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_monotone_activations_may_trade_places_with_a_max_pool(name):
    activation = ACTIVATIONS[name]()
    images = random_images((8, 8, 3)) * 8 - 4
    before, after = (
        in_pytorch(build_both(layers, (8, 8, 3))[0], images, False).outputs
        for layers in ((activation, MaxPool()), (MaxPool(), activation))
    )
    assert np.array_equal(before, after) == activation.monotone


def test_norms_and_activations_are_layers():
    assert set(NORMS.items()) | set(ACTIVATIONS.items()) <= set(LAYERS.items())
    assert {*NORMS} == {"batch_norm", "group_norm"}


@pytest.mark.parametrize("layers", ALL)
def test_inputs_are_left_as_they_are(layers):
    ours, _ = build_both(layers, (8, 8, 2))
    images = torch.rand(2, 2, 8, 8, dtype=torch.float64) - 0.5
    kept = images.clone()
    ours(images)
    assert torch.equal(images, kept)


def test_relu_saves_memory_where_nothing_needs_its_input():
    build = torch_layers.build
    relu = build((Conv(4), ReLU()), (8, 8, 1), iter(()))[1]
    assert relu.inplace
    assert not build((Sigmoid(), ReLU()), (8, 8, 1), iter(()))[1].inplace
    assert not build((Residual(body=(ReLU(),)),), (8, 8, 1), iter(()))[0].body[0].inplace


def nothing_left(size):
    return f"Nothing is left of 3x3 maps after {size}: make it smaller."


FEATURES = "needs maps but gets 128 features: put it before Flatten or GlobalPool."
MISFITS = [
    (Conv(), (128,), f"A convolution {FEATURES}"),
    (DepthwiseConv(), (128,), f"A depthwise convolution {FEATURES}"),
    (Whitening(), (128,), f"Whitening {FEATURES}"),
    (MaxPool(), (128,), f"A max pool {FEATURES}"),
    (AveragePool(), (128,), f"An average pool {FEATURES}"),
    (GlobalPool(), (128,), f"A global pool {FEATURES}"),
    (Flatten(), (128,), f"Flatten {FEATURES}"),
    (SpatialDropout(), (128,), f"Spatial dropout {FEATURES}"),
    (
        Dense(),
        (4, 4, 8),
        "A dense layer needs features but gets 4x4 maps with 8 channels: put Flatten() or "
        "GlobalPool() before it.",
    ),
    (
        Conv(size=5, padding="valid"),
        (3, 3, 8),
        nothing_left("a 5x5 convolution without padding"),
    ),
    (MaxPool(size=4), (3, 3, 8), nothing_left("a 4x4 pool")),
    (AveragePool(size=4), (3, 3, 8), nothing_left("a 4x4 pool")),
    (
        GroupNorm(groups=8),
        (4, 4, 12),
        "8 groups do not divide 4x4 maps with 12 channels: choose groups that do.",
    ),
    (
        Residual(body=(Conv(16, stride=2),)),
        (4, 4, 8),
        "The body of Residual gives 2x2 maps with 16 channels, but its shortcut 4x4 maps with 8 "
        "channels: make them alike, with a 1x1 Conv as shortcut.",
    ),
    (
        Scale(body=(GlobalPool(), Dense(3))),
        (4, 4, 8),
        "The body of Scale gives 3 features: it has to give 8 features, one for each channel of "
        "its input.",
    ),
]


@pytest.mark.parametrize(("layer", "shape", "message"), MISFITS, ids=lambda x: type(x).__name__)
def test_misfits_are_told_in_one_line(layer, shape, message):
    with pytest.raises(RecipeError) as caught:
        layer.shape_after(shape)
    assert str(caught.value) == message


def test_whitening_within_another_layer_is_refused():
    for make in (lambda: Residual(body=(Whitening(),)), lambda: Scale(body=(Whitening(),))):
        with pytest.raises(RecipeError, match="Whitening is inside another layer: put it first"):
            make()


@BOTH
def test_a_layer_that_a_framework_does_not_have_is_named(layers):
    @declared
    class Unbuilt:
        def shape_after(self, shape):
            return shape

    with pytest.raises(RecipeError, match=r"^Unbuilt is declared but not built here: "):
        layers.build((Unbuilt(),), (8, 8, 1), iter(()))


def test_nested_layers_come_from_tables():
    table = {
        "name": "residual",
        "body": [{"name": "conv", "filters": 4}, "relu", {"name": "scale", "body": ["flatten"]}],
        "shortcut": [{"name": "residual", "body": ["tanh"]}],
    }
    layer = LAYERS.make(table)
    assert layer == Residual(
        body=(Conv(4), ReLU(), Scale(body=(Flatten(),))), shortcut=(Residual(body=(Tanh(),)),)
    )
    assert LAYERS.make(LAYERS.to_dict(layer)) == layer


@pytest.mark.parametrize("layers", ALL)
def test_models_can_be_pickled(layers):
    images = random_images((8, 8, 2))
    ours, theirs = build_both(layers, (8, 8, 2))
    for model, compute in ((ours, in_pytorch), (theirs, in_tensorflow)):
        copy = pickle.loads(pickle.dumps(model))
        np.testing.assert_array_equal(
            compute(copy, images, True).outputs, compute(model, images, True).outputs
        )


@SIDES
def test_whitening_stays_frozen_when_all_else_is_thawed(side):
    theirs = side is tensorflow
    model = build_both((Whitening(),), (8, 8, 3))[theirs]
    if theirs:
        model.trainable = False
        model.trainable = True
    frozen = [w.kind for w in side.weights.roles(model) if not _is_trained(w.value)]
    assert frozen == ["kernel"]
    assert side.get_weights(model)[0].shape == (2, 2, 3, num_filters(3))


def _is_trained(weight) -> bool:
    return weight.trainable if isinstance(weight, keras.Variable) else weight.requires_grad


def test_frameworks_compute_layers_in_bfloat16():
    shape = (8, 8, 3)
    layers = (Conv(4), BatchNorm(), Residual(body=(Conv(4), Scale(body=EXCITATION))), Dropout(0.1))
    ours = nn.Sequential(*torch_layers.build(layers, shape, hashing.seeds(0)))
    built = keras_layers.build(layers, shape, hashing.seeds(0))
    theirs = keras.Sequential([keras.Input(shape), *built])
    randomize(ours, theirs)
    images = random_images(shape).astype(np.float32)
    expected = in_pytorch(ours, images, False).outputs
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        half = ours(torch.tensor(images).permute(0, 3, 1, 2)).float().permute(0, 2, 3, 1)
    np.testing.assert_allclose(half, expected, rtol=0.05, atol=0.1)
    with tensorflow.devices.computing_in(theirs, "bfloat16", "cpu"):
        half = theirs(images, training=False)
        assert half.dtype == tf.bfloat16
    np.testing.assert_allclose(tf.cast(half, tf.float32), expected, rtol=0.05, atol=0.1)


STRIDED = """
import keras
import torch
from torch import nn

from cnncourse import SGD, Conv, Flatten, Layers, Recipe, Watch, data, pytorch, tensorflow

torch.set_num_threads(1)
images = data.load("digits", examples_per_class=4)
quietly = {"device": "cpu", "progress": False}
for padding, channels_last in (("same", False), ("valid", True)):
    recipe = Recipe(
        model=Layers((Conv(4), Conv(6, size=1, stride=2, padding=padding), Flatten())),
        optimizer=SGD(lr=0.01),
        batch_size=10,
        num_epochs=60,
    )
    own = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 6, 1, stride=2))
    own.extend([nn.Flatten(), nn.Linear(96, 10)])
    if channels_last:
        own.to(memory_format=torch.channels_last)
    pytorch.fit(recipe, images, **quietly)
    tensorflow.fit(recipe, images, **quietly)
    pytorch.train(own, images, recipe, **quietly)
    layers = keras.layers
    strided = layers.Conv2D(6, 1, strides=2, padding=padding, activation="relu")
    own = keras.Sequential([layers.Conv2D(4, 3, padding="same"), strided])
    own.add(layers.Flatten())
    own.add(layers.Dense(10))
    tensorflow.train(own, images, recipe, **quietly, watch=Watch())
    print("went through", padding)
"""


def test_strided_convolutions_of_one_pixel_do_not_damage_memory():
    done = subprocess.run(
        [sys.executable, "-c", STRIDED], capture_output=True, text=True, check=False
    )
    ways = "went through same\nwent through valid\n"
    assert (done.returncode, done.stdout) == (0, ways), done.stderr
