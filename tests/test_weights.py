"""Each weight has one role, the same in both frameworks; what cannot be served is refused."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from both_sides import build_both
from torch import nn

from cnncourse import Recipe, pytorch, tensorflow
from cnncourse.architectures import MODELS, VGG, InvertedResiduals, ResNet
from cnncourse.errors import RecipeError
from cnncourse.layers import BatchNorm, Conv, Dense, DepthwiseConv, Flatten, GroupNorm, Residual
from cnncourse.pytorch import weights as torch_weights
from cnncourse.roles import is_kernel
from cnncourse.tensorflow import weights as keras_weights

klayers = keras.layers
IMAGES = np.random.default_rng(0).integers(0, 256, (20, 8, 8, 3), dtype=np.uint8)


def both(model, num_classes=5, shape=(8, 8, 3)) -> tuple[nn.Module, keras.Model]:
    recipe = Recipe(model=model)
    return tuple(side.build_model(recipe, shape, num_classes) for side in (pytorch, tensorflow))


def sequential(*layers, shape=(8, 8, 3)) -> keras.Sequential:
    return keras.Sequential([keras.Input(shape), *layers])


def kernels(side, model) -> list:
    """Weights that weight decay pulls on."""
    return [weight.value for weight in side.trained(model) if is_kernel(weight)]


def summary(roles) -> list[tuple]:
    return [(weight.kind, weight.layer) for weight in roles]


@pytest.mark.parametrize("name", MODELS)
def test_roles_and_shapes_are_the_same_in_both_frameworks(name):
    model = MODELS[name]((Flatten(),)) if name == "layers" else MODELS[name]()
    ours, theirs = both(model)
    assert summary(torch_weights.roles(ours)) == summary(keras_weights.roles(theirs))
    assert torch_weights.weight_shapes(ours) == keras_weights.weight_shapes(theirs)
    assert len(kernels(torch_weights, ours)) == len(kernels(keras_weights, theirs))


def test_layers_are_numbered_as_data_passes_them_the_body_before_the_shortcut():
    inner = Residual(body=(Conv(3, size=2, bias=False),), shortcut=(Conv(3, size=3, bias=False),))
    outer = Residual(body=(Conv(3, size=4), BatchNorm(), inner), shortcut=(Conv(3, size=5),))
    models = build_both(
        (Conv(3, size=1), outer, GroupNorm(groups=3), Flatten(), Dense(2)), (8, 8, 3)
    )
    expected = [
        *[("kernel", 0), ("bias", 0), ("kernel", 1), ("bias", 1)],
        *[("gamma", 2), ("beta", 2), ("moving_mean", 2), ("moving_variance", 2)],
        *[("kernel", 3), ("kernel", 4), ("kernel", 5), ("bias", 5)],
        *[("gamma", 6), ("beta", 6), ("kernel", 7), ("bias", 7)],
    ]
    for side, model in zip((torch_weights, keras_weights), models, strict=True):
        assert summary(side.roles(model)) == expected
        shapes = [shape for kind, shape in side.weight_shapes(model) if kind == "kernel"]
        assert [shape[0] for shape in shapes] == [1, 4, 2, 3, 5, 192]


def test_weights_are_copies_in_the_shared_layout():
    layers = (DepthwiseConv(size=2, bias=True), Conv(5, size=3), Flatten(), Dense(7))
    for side, model in zip(
        (torch_weights, keras_weights), build_both(layers, (4, 4, 2)), strict=True
    ):
        arrays = side.get_weights(model)
        assert [array.shape for array in arrays] == [
            *[(2, 2, 2, 1), (2,), (3, 3, 2, 5), (5,)],
            *[(80, 7), (7,)],
        ]
        kept = arrays[0].copy()
        arrays[0] += 1
        np.testing.assert_array_equal(side.get_weights(model)[0], kept)
        side.set_weights(model, arrays)
        np.testing.assert_array_equal(side.get_weights(model)[0], kept + 1)
        with pytest.raises(ValueError, match="does not fit"):
            side.set_weights(model, [arrays[0].swapaxes(2, 3), *arrays[1:]])
        with pytest.raises(ValueError, match="zip"):
            side.set_weights(model, arrays[:-1])


def test_kernels_are_those_that_are_trained():
    ours, theirs = both(VGG(width=2, whitening=True, norm=BatchNorm()))
    assert len(kernels(torch_weights, ours)) == len(kernels(keras_weights, theirs)) == 8
    ours[2].weight.requires_grad_(False)
    theirs.layers[2].trainable = False
    assert len(kernels(torch_weights, ours)) == len(kernels(keras_weights, theirs)) == 7
    ours, theirs = both(InvertedResiduals(width=2, blocks=1))
    depthwise = [kind for kind, _ in torch_weights.weight_shapes(ours)].count("depthwise_kernel")
    assert depthwise == 3
    all_kernels = [k for k, _ in keras_weights.weight_shapes(theirs) if k.endswith("kernel")]
    assert (
        len(kernels(torch_weights, ours)) == len(kernels(keras_weights, theirs)) == len(all_kernels)
    )


def test_tied_weights_count_once():
    shared = nn.Linear(3, 3)
    tied = nn.Linear(3, 3)
    tied.weight = shared.weight
    ours = nn.Sequential(shared, nn.ReLU(), shared, tied)
    assert summary(torch_weights.roles(ours)) == [("kernel", 0), ("bias", 0), ("bias", 1)]
    assert kernels(torch_weights, ours) == [shared.weight]

    inputs = keras.Input((3,))
    dense = klayers.Dense(3)
    theirs = keras.Model(inputs, klayers.Dense(3)(dense(dense(inputs))))
    assert summary(keras_weights.roles(theirs)) == [
        *[("kernel", 0), ("bias", 0), ("kernel", 1), ("bias", 1)]
    ]


def test_depthwise_kernels_of_a_model_of_ones_own():
    ours = nn.Sequential(
        nn.Conv2d(4, 4, 3, groups=4), nn.Conv2d(4, 8, 3, groups=2), nn.Conv2d(8, 1, 1)
    )
    kinds = [kind for kind, _ in torch_weights.weight_shapes(ours)]
    assert kinds[::2] == ["depthwise_kernel", "kernel", "kernel"]
    # With one channel, a convolution is both.
    assert torch_weights.weight_shapes(nn.Conv2d(1, 1, 3))[0][0] == "kernel"
    for side, model in zip(
        (torch_weights, keras_weights), build_both((DepthwiseConv(),), (8, 8, 1)), strict=True
    ):
        assert side.weight_shapes(model) == [("depthwise_kernel", (3, 3, 1, 1))]
    theirs = sequential(klayers.DepthwiseConv2D(3), klayers.Conv2D(8, 3))
    assert [kind for kind, _ in keras_weights.weight_shapes(theirs)][::2] == [
        "depthwise_kernel",
        "kernel",
    ]


def test_weights_of_unknown_layers_are_trained_but_not_decayed():
    ours = nn.Sequential(
        *[nn.ConvTranspose2d(3, 4, 3), nn.Flatten(), nn.LayerNorm(400), nn.Linear(400, 2)]
    )
    theirs = sequential(
        *[klayers.Conv2DTranspose(4, 3), klayers.Flatten(), klayers.LayerNormalization()],
        klayers.Dense(2),
    )
    expected = [("other", 0)] * 2 + [("other", 1)] * 2 + [("kernel", 2), ("bias", 2)]
    for side, model in ((torch_weights, ours), (keras_weights, theirs)):
        assert summary(side.roles(model)) == expected
        assert len(kernels(side, model)) == 1
        side.check_weights(model)
    words = nn.Sequential(nn.Embedding(7, 3), nn.Conv1d(3, 3, 1))
    assert {kind for kind, _ in torch_weights.weight_shapes(words)} == {"other"}


def test_normalization_without_all_of_its_weights():
    ours = nn.Sequential(nn.BatchNorm2d(3, affine=False), nn.GroupNorm(3, 3, affine=False))
    theirs = sequential(klayers.BatchNormalization(center=False, scale=False))
    expected = [("moving_mean", 0), ("moving_variance", 0)]
    assert summary(torch_weights.roles(ours)) == summary(keras_weights.roles(theirs)) == expected


def test_last_kernel_is_that_of_the_output_layer_wherever_it_is_registered():
    class Ours(nn.Module):
        def __init__(self):
            super().__init__()
            self.output = nn.Linear(6, 5)
            self.hidden = nn.Linear(4, 6)

    ours = Ours()
    assert torch_weights.last_kernel(ours, 5) is ours.output.weight
    assert torch_weights.last_kernel(ours, 9) is None
    theirs = sequential(klayers.Dense(5), klayers.Dense(6), shape=(4,))
    assert keras_weights.last_kernel(theirs, 5) is theirs.layers[0].kernel
    assert keras_weights.last_kernel(theirs, 9) is None
    for side, model in zip(
        (torch_weights, keras_weights), both(ResNet(depth=8, width=5)), strict=True
    ):
        last = kernels(side, model)[-1]
        assert side.last_kernel(model, 5) is last and min(last.shape) == 5


def test_whiten_loads_the_filters_of_the_images():
    for side, model in zip((pytorch, tensorflow), both(VGG(width=2, whitening=True)), strict=True):
        before = side.get_weights(model)
        side.whiten(model, IMAGES)
        after = side.get_weights(model)
        assert (after[0] != before[0]).all() and after[0].shape == (2, 2, 3, 24)
        for one, other in zip(before[2:], after[2:], strict=True):
            np.testing.assert_array_equal(one, other)


def weight_normed(make=nn.Linear, name="weight") -> nn.Module:
    return nn.Sequential(make(3, 3), nn.utils.parametrizations.weight_norm(make(3, 2), name))


def old_weight_normed() -> nn.Module:
    with pytest.warns(FutureWarning, match="deprecated"):
        return nn.Sequential(nn.Linear(3, 3), nn.utils.weight_norm(nn.Linear(3, 2)))


COMPUTED = "The weight of {} is computed from others"
NONE_TRAINED = "All weights of the model are frozen"
NO_WEIGHTS = "The model has no weights: there is nothing to train."


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (weight_normed, COMPUTED.format("1")),
        (old_weight_normed, COMPUTED.format("1")),
        (lambda: nn.utils.spectral_norm(nn.Linear(3, 3)), COMPUTED.format("Linear")),
        (
            lambda: nn.utils.parametrizations.weight_norm(nn.Conv1d(3, 3, 1)),
            COMPUTED.format("ParametrizedConv1d"),
        ),
        (lambda: nn.Linear(3, 3).requires_grad_(False), NONE_TRAINED),
        (nn.Flatten, NO_WEIGHTS),
    ],
)
def test_pytorch_models_that_cannot_be_served(make, message):
    with pytest.raises(RecipeError) as caught:
        torch_weights.check_weights(make())
    assert str(caught.value).startswith(message) and "\n" not in str(caught.value)


def frozen() -> keras.Model:
    model = sequential(klayers.Dense(2), shape=(3,))
    model.trainable = False
    return model


def with_lora() -> keras.Model:
    model = sequential(klayers.Dense(4), klayers.Dense(4, name="low"), shape=(3,))
    model.layers[1].enable_lora(2)
    return model


REGULARIZED = "Layer {} has a regularizer of its own"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: sequential(klayers.Conv2D(2, 3, kernel_regularizer="l2", name="a")),
            REGULARIZED.format("a"),
        ),
        (
            lambda: sequential(klayers.Dense(2, bias_regularizer="l1", name="b"), shape=(3,)),
            REGULARIZED.format("b"),
        ),
        (
            lambda: sequential(klayers.Dense(2, activity_regularizer="l1", name="c"), shape=(3,)),
            REGULARIZED.format("c"),
        ),
        (with_lora, COMPUTED.format("low")),
        (frozen, NONE_TRAINED),
        (lambda: sequential(klayers.Flatten()), NO_WEIGHTS),
    ],
)
def test_keras_models_that_cannot_be_served(make, message):
    with pytest.raises(RecipeError) as caught:
        keras_weights.check_weights(make())
    assert str(caught.value).startswith(message) and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", MODELS)
def test_models_of_a_recipe_can_be_served(name):
    model = MODELS[name]((Flatten(),)) if name == "layers" else MODELS[name]()
    ours, theirs = both(model)
    torch_weights.check_weights(ours)
    keras_weights.check_weights(theirs)


def test_a_keras_model_is_built_under_a_strategy():
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])
    with strategy.scope():
        model = tensorflow.build_model(Recipe(model=ResNet(depth=8, width=2)), (8, 8, 3), 3)
    plain = pytorch.build_model(Recipe(model=ResNet(depth=8, width=2)), (8, 8, 3), 3)
    for one, other in zip(pytorch.get_weights(plain), tensorflow.get_weights(model), strict=True):
        np.testing.assert_array_equal(one, other)
    outputs = strategy.run(lambda: model(tf.zeros([2, 8, 8, 3]), training=True))
    expected = plain(torch.zeros(2, 3, 8, 8)).detach()
    np.testing.assert_allclose(outputs, expected, rtol=1e-4, atol=1e-5)
