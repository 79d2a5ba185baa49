"""The models have the layers they are said to have, and are the same in both frameworks."""

from itertools import pairwise

import keras
import numpy as np
import pytest
import torch
from both_sides import (
    SIZES,
    assert_same,
    in_pytorch,
    in_tensorflow,
    random_images,
    randomize,
)

from cnncourse import Recipe, pytorch, tensorflow
from cnncourse.architectures import (
    MODELS,
    VGG,
    InvertedResiduals,
    Layers,
    Plain,
    ResNet,
    Shallow,
    hidden_layers,
    starts_with_whitening,
)
from cnncourse.errors import RecipeError
from cnncourse.initial import He
from cnncourse.layers import (
    GELU,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalPool,
    GroupNorm,
    MaxPool,
    ReLU,
    Residual,
    SiLU,
    Tanh,
    Whitening,
)
from cnncourse.shapes import described

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])
NORM = BatchNorm()
CASES = {
    "layers": [Layers((Flatten(),)), Layers((Conv(4), ReLU(), GlobalPool()))],
    "shallow": [
        Shallow(width=4),
        Shallow(size=5, width=4, padding="valid", norm=NORM, activation=GELU(), dropout=0.3),
        Shallow(size=4, width=4, norm=GroupNorm(groups=2), activation=Tanh(), whitening=True),
    ],
    "vgg": [VGG(width=4), VGG(width=4, norm=NORM, activation=SiLU(), dropout=0.3, whitening=True)],
    "plain": [Plain(depth=5, width=4), Plain(depth=8, width=4, norm=NORM, activation=SiLU())],
    "resnet": [
        ResNet(depth=8, width=4),
        ResNet(depth=10, width=4, block="pre"),
        ResNet(depth=8, width=4, norm=None),
        ResNet(depth=8, width=4, block="pre", norm=None, shortcuts=False),
        ResNet(depth=8, width=4, norm=GroupNorm(groups=4), shortcuts=False),
    ],
    "inverted_residuals": [
        InvertedResiduals(width=4),
        InvertedResiduals(width=4, blocks=1, expansion=1, squeeze=0),
    ],
}
ALL = [
    pytest.param(model, id=f"{name}{index}")
    for name, several in CASES.items()
    for index, model in enumerate(several)
]


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_case(name):
    assert {type(model) for model in CASES[name]} == {MODELS[name]}


@pytest.mark.parametrize("shape", SIZES, ids=str)
@pytest.mark.parametrize("model", ALL)
def test_frameworks_agree_in_outputs_and_gradients(model, shape):
    recipe = Recipe(model=model, precision="float64", seed=3)
    ours, theirs = (side.build_model(recipe, shape, 5) for side in (pytorch, tensorflow))
    for one, other in zip(pytorch.get_weights(ours), tensorflow.get_weights(theirs), strict=True):
        np.testing.assert_array_equal(one, other)
    randomize(ours, theirs)
    images = random_images(shape)
    for training in (False, True):
        found = in_pytorch(ours, images, training)
        assert_same(found, in_tensorflow(theirs, images, training))
        assert found.outputs.shape == (3, 5) and np.ptp(found.outputs) > 0
        ours.zero_grad()


@SIDES
@pytest.mark.parametrize("model", ALL)
def test_the_smallest_images_leave_a_pixel(side, model):
    shape = (1, 2, 3)
    built = side.build_model(Recipe(model=model), shape, 5)
    images = np.zeros((2, *shape), np.float32)
    if side is pytorch:
        assert built(torch.from_numpy(images).permute(0, 3, 1, 2)).shape == (2, 5)
    else:
        assert built(images).shape == (2, 5)


def kinds_of_layers(model, shape) -> list[type]:
    return [type(layer) for layer in hidden_layers(model, shape)]


@pytest.mark.parametrize(
    ("size", "num_pools"), [(1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (8, 3), (100, 3)]
)
def test_pools_that_would_leave_less_than_a_pixel_are_left_out(size, num_pools):
    assert kinds_of_layers(VGG(), (size, 100, 1)).count(MaxPool) == num_pools


def test_order_of_conv_norm_activation_and_pool():
    end = [Flatten, Dense, ReLU, Dropout]
    assert kinds_of_layers(Shallow(norm=NORM, dropout=0.5), (8, 8, 1)) == [
        *[Conv, BatchNorm, MaxPool, ReLU] * 2,
        *end,
    ]
    # A function that falls somewhere stays in front of the pool.
    assert kinds_of_layers(Shallow(activation=GELU()), (8, 8, 1))[:3] == [Conv, GELU, MaxPool]
    first = hidden_layers(VGG(whitening=True), (8, 8, 3))[:2]
    assert first == (Whitening(), ReLU())


def test_widths():
    widths = [
        layer.filters if type(layer) is Conv else layer.units
        for layer in hidden_layers(VGG(width=3), (32, 32, 3))
        if type(layer) in (Conv, Dense)
    ]
    assert widths == [3, 3, 6, 6, 12, 12, 24]
    shallow = hidden_layers(Shallow(width=3, size=5), (32, 32, 3))
    assert [x.filters for x in shallow if type(x) is Conv] == [3, 6]
    assert [x.units for x in shallow if type(x) is Dense] == [12]


@pytest.mark.parametrize(("size", "padding"), [(15, "same"), (16, "valid")])
def test_valid_padding_where_something_is_left(size, padding):
    layers = hidden_layers(Shallow(size=5, padding="valid"), (size, 40, 1))
    assert {layer.padding for layer in layers if type(layer) is Conv} == {padding}
    assert kinds_of_layers(Shallow(size=5, padding="valid"), (size, 40, 1)).count(MaxPool) == 2


def test_initial_weights_of_vgg_are_those_that_measurements_were_made_with():
    recipe = Recipe(model=VGG(width=4), seed=5)
    weights = pytorch.get_weights(pytorch.build_model(recipe, (8, 8, 1), 10))
    rng = np.random.default_rng(5)
    shapes = [(3, 3, 1, 4), (3, 3, 4, 4), (3, 3, 4, 8), (3, 3, 8, 8), (3, 3, 8, 16)]
    shapes += [(3, 3, 16, 16), (16, 32), (32, 10)]
    for kernel, shape in zip(weights[::2], shapes, strict=True):
        limit = np.sqrt(6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1])))
        np.testing.assert_array_equal(kernel, rng.uniform(-limit, limit, shape).astype("float32"))
    assert not any(bias.any() for bias in weights[1::2])


def num_kernels(layers) -> int:
    """Layers with kernels, those of shortcuts not included."""
    nested = [num_kernels(layer.body) for layer in layers if type(layer) is Residual]
    return sum(nested) + sum(type(layer) in (Conv, Dense) for layer in layers)


@pytest.mark.parametrize("depth", range(2, 13))
def test_depth_of_plain_nets(depth):
    layers = hidden_layers(Plain(depth=depth, width=3), (32, 32, 3))
    assert num_kernels(layers) + 1 == depth
    strides = [layer.stride for layer in layers if type(layer) is Conv]
    assert strides.count(2) == min(2, depth - 2)


@pytest.mark.parametrize("block", ["post", "pre"])
@pytest.mark.parametrize("depth", range(4, 24, 2))
def test_depth_of_residual_nets_with_and_without_shortcuts(depth, block):
    for shortcuts in (True, False):
        model = ResNet(depth=depth, width=2, block=block, shortcuts=shortcuts)
        layers = hidden_layers(model, (32, 32, 3))
        assert num_kernels(layers) + 1 == depth
        num_residuals = sum(type(layer) is Residual for layer in layers)
        assert num_residuals == (depth // 2 - 1 if shortcuts else 0)


def test_order_within_residual_blocks():
    conv, norm, act = Conv(4, bias=False), BatchNorm(), ReLU()
    wide, down = Conv(8, bias=False), Conv(8, stride=2, bias=False)
    project = Conv(8, size=1, stride=2, bias=False)
    two = ResNet(depth=8, width=4).layers((8, 8, 1))
    assert two[:5] == (conv, norm, act, Residual((conv, norm, act, conv, norm)), act)
    assert two[5] == Residual((down, norm, act, wide, norm), (project, norm))
    pre = ResNet(depth=12, width=4, block="pre").layers((8, 8, 1))
    # What stands in front of the first block and of one that halves is outside of it.
    assert pre[:4] == (conv, norm, act, Residual((conv, norm, act, conv)))
    assert pre[4] == Residual((norm, act, conv, norm, act, conv))
    assert pre[5:8] == (norm, act, Residual((down, norm, act, wide), (project,)))
    assert pre[-3:] == (norm, act, GlobalPool())


@pytest.mark.parametrize("block", ["post", "pre"])
def test_without_shortcuts_the_bodies_are_the_same(block):
    def bodies(layers):
        for layer in layers:
            yield from layer.body if type(layer) is Residual else (layer,)

    model, plain = (ResNet(depth=14, block=block, shortcuts=s) for s in (True, False))
    shape = (32, 32, 3)
    assert tuple(bodies(hidden_layers(model, shape))) == hidden_layers(plain, shape)


def num_parameters(model, shape=(32, 32, 3)) -> int:
    built = pytorch.build_model(Recipe(model=model), shape, 10)
    return sum(parameter.numel() for parameter in built.parameters())


@pytest.mark.parametrize(("depth", "millions"), [(20, 0.27), (32, 0.46), (44, 0.66), (56, 0.85)])
def test_parameters_of_residual_nets_are_those_of_the_paper(depth, millions):
    # He et al. (2016a), table 6, whose shortcuts have no parameters: ours have some 2,600.
    assert num_parameters(ResNet(depth=depth, shortcuts=False)) / 1e6 == pytest.approx(
        millions, abs=0.006
    )
    with_shortcuts = num_parameters(ResNet(depth=depth)) - num_parameters(
        ResNet(depth=depth, shortcuts=False)
    )
    assert with_shortcuts == 16 * 32 + 32 * 64 + 2 * (32 + 64)


def test_parameters_of_an_inverted_residual():
    # Expansion, depthwise filters, squeeze and excitation, projection, by hand.
    expand, filters, project = 8 * 32 + 2 * 32, 9 * 32 + 2 * 32, 32 * 8 + 2 * 8
    squeeze = 32 * 2 + 2 + 2 * 32 + 32
    layers = InvertedResiduals(width=8, blocks=2).layers((32, 32, 3))
    block = next(layer for layer in layers if type(layer) is Residual)
    model = Layers((Conv(8, bias=False), block, GlobalPool()))
    rest = 9 * 3 * 8 + 8 * 10 + 10
    assert num_parameters(model) == expand + filters + squeeze + project + rest


def test_no_bias_stands_in_front_of_a_norm():
    def check(layers):
        for layer, after in pairwise((*layers, None)):
            if type(layer) is Conv and type(after) is BatchNorm:
                assert not layer.bias
            if type(layer) is Residual:
                check(layer.body)
                check(layer.shortcut)

    for model in (VGG(norm=NORM), Plain(norm=NORM), ResNet(), ResNet(block="pre")):
        check(hidden_layers(model, (32, 32, 3)))
    assert all(layer.bias for layer in hidden_layers(VGG(), (8, 8, 1)) if type(layer) is Conv)


def test_starts_with_whitening():
    shape = (8, 8, 3)
    assert starts_with_whitening(VGG(whitening=True), shape)
    assert not starts_with_whitening(VGG(), shape)
    assert not starts_with_whitening(Layers(), shape)


@SIDES
def test_initialization_and_loss_decide_on_the_model(side):
    shape = (8, 8, 1)
    recipe = Recipe(model=VGG(width=2), initialization=He(scale=2.0), loss="binary_cross_entropy")
    weights = side.get_weights(side.build_model(recipe, shape, 2))
    assert weights[-1].shape == (1,)
    first = np.random.default_rng(0).normal(0, 2 * np.sqrt(2 / 9), (3, 3, 1, 2))
    np.testing.assert_array_equal(weights[0], first.astype(np.float32))


@SIDES
@pytest.mark.parametrize(
    ("model", "message"),
    [
        (
            Layers((Conv(4), ReLU())),
            "The hidden layers give 8x8 maps with 4 channels: end with Flatten() or GlobalPool().",
        ),
        (
            Layers(),
            "The hidden layers give 8x8 maps with 1 channels: end with Flatten() or GlobalPool().",
        ),
        (
            Layers((Flatten(), Conv(4))),
            "A convolution needs maps but gets 64 features: put it before Flatten or GlobalPool.",
        ),
        (
            Layers((Conv(4), Whitening(), Flatten())),
            "Whitening is not the first layer, but its filters are those of images.",
        ),
    ],
)
def test_models_that_do_not_fit_are_told_in_one_line(side, model, message):
    with pytest.raises(RecipeError) as caught:
        side.build_model(Recipe(model=model), (8, 8, 1), 3)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Plain(depth=1), "depth of Plain is 1: it has to be 2 or larger."),
        (lambda: ResNet(depth=2), "depth of ResNet is 2: it has to be even, 4 or larger."),
        (lambda: ResNet(depth=21), "depth of ResNet is 21: it has to be even, 4 or larger."),
        (
            lambda: VGG(norm="relu"),
            "Unknown norm 'relu': choose one of batch_norm, group_norm.",
        ),
        (lambda: VGG(activation=Conv()), "is no activation: give one of gelu, "),
    ],
)
def test_impossible_models_are_told_in_one_line(make, message):
    with pytest.raises(RecipeError) as caught:
        make()
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_models_come_from_tables():
    table = {"name": "vgg", "norm": {"name": "group_norm", "groups": 4}, "activation": "gelu"}
    model = Recipe.from_dict({"model": table}).model
    assert model == VGG(norm=GroupNorm(groups=4), activation=GELU())
    assert Recipe.from_dict(Recipe(model=model).to_dict()).model == model


def test_keras_models_save_their_weights(tmp_path):
    shape = (8, 8, 3)
    for model in (
        VGG(width=2, norm=NORM, whitening=True),
        ResNet(depth=8, width=2),
        CASES["inverted_residuals"][0],
    ):
        first, second = (
            tensorflow.build_model(Recipe(model=model, seed=seed), shape, 3) for seed in (0, 1)
        )
        first.save_weights(tmp_path / "model.weights.h5")
        second.load_weights(tmp_path / "model.weights.h5")
        images = random_images(shape).astype(np.float32)
        np.testing.assert_array_equal(first(images), second(images))
        first.save(tmp_path / "model.keras")
        np.testing.assert_array_equal(
            keras.models.load_model(tmp_path / "model.keras")(images), first(images)
        )


def test_shapes_in_words():
    assert described((3, 4, 5)) == "3x4 maps with 5 channels"
