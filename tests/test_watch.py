"""A watched training: what is seen is right, the same in both frameworks, and changes nothing."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import torch
from torch import nn

from cnncourse import (
    SGD,
    VGG,
    Average,
    BatchNorm,
    InvertedResiduals,
    Layers,
    Plain,
    Recipe,
    ResNet,
    Watch,
    pytorch,
    tensorflow,
)
from cnncourse.layers import Conv, Dense, Dropout, Flatten, LeakyReLU, ReLU, Tanh
from cnncourse.pytorch.watching import look as look_in_pytorch

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])
RECIPE = Recipe(
    model=VGG(width=2, norm=BatchNorm(), dropout=0.3),
    optimizer=SGD(lr=0.05),
    weights=(Average(0.5),),
    batch_size=10,
    num_epochs=3,
    precision="float64",
)
MODELS = [
    RECIPE.model,
    Plain(width=2, depth=8),
    ResNet(width=2, depth=8),
    InvertedResiduals(width=2, blocks=1),
    Layers((Conv(3), Tanh(), Flatten(), Dropout(0.5), Dense(4), LeakyReLU(0.1))),
]


def watched(side, images, watch, **changes):
    return side.fit(replace(RECIPE, **changes), images, progress=False, watch=watch).history


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_both_frameworks_see_the_same(model, make_images):
    images = make_images()
    ours, theirs = (
        watched(side, images, Watch(num_images=7), model=model) for side in (pytorch, tensorflow)
    )
    assert len(ours.watched) == len(theirs.watched) == 4
    for one, other in zip(ours.watched, theirs.watched, strict=True):
        for name in ("step", "layer", "dead", "units"):
            assert one[name] == other[name]
        for name in ("grad_norm", "spread"):
            assert len(one[name]) == len(one["layer"]) > 1
            np.testing.assert_allclose(one[name], other[name], rtol=1e-8, atol=1e-12)


@SIDES
def test_watching_changes_nothing(side, make_images):
    images = make_images()
    runs = [side.fit(RECIPE, images, progress=False, watch=w) for w in (None, Watch(num_images=5))]
    plain, looked = (run.history.to_dict() | {"seconds": 0, "watched": 0} for run in runs)
    assert plain == looked
    for one, other in zip(*(side.get_weights(run.model) for run in runs), strict=True):
        np.testing.assert_array_equal(one, other)


@SIDES
def test_looks_come_before_the_first_step_and_after_every_so_many_epochs(side, make_images):
    images = make_images()
    steps = RECIPE.steps_per_epoch(len(images.train.labels))
    history = watched(side, images, Watch(num_images=5, every=2))
    assert [look["step"] for look in history.watched] == [0, 2 * steps]
    assert watched(side, images, None).watched == []


@SIDES
def test_a_look_alone_takes_no_step(side, make_images):
    images = make_images()
    run = side.fit(RECIPE, images, progress=False, watch=Watch(), stop_after=0)
    untrained = side.build_model(RECIPE, images.image_shape, images.num_classes)
    weights = zip(side.get_weights(run.model), side.get_weights(untrained), strict=True)
    assert all(np.array_equal(one, other) for one, other in weights)
    assert (run.history.loss, run.history.stopped) == ([], "stop_after")
    assert len(run.history.watched) == 1


def test_what_is_seen_is_what_autograd_and_numpy_say():
    torch.manual_seed(0)
    conv, dense = nn.Conv2d(2, 4, 3), nn.Linear(4 * 9, 3)
    with torch.no_grad():
        conv.bias[1:3] = -100.0  # these two are dead after the ReLU
    model = nn.Sequential(conv, nn.BatchNorm2d(4, affine=False), nn.ReLU(), nn.Flatten(), dense)
    model.eval()
    inputs = torch.rand(6, 2, 5, 5)

    def loss_of(logits):
        return logits.square().mean()

    found = look_in_pytorch(model, inputs, loss_of)
    hidden = torch.relu(model[1](conv(inputs)))
    outputs = dense(hidden.flatten(1))
    gradients = torch.autograd.grad(loss_of(outputs), [conv.weight, dense.weight])
    assert found["layer"] == ["3x3, 2 to 4", "36 to 3"]
    assert (found["dead"], found["units"]) == ([2, 0], [4, 3])
    expected = [np.linalg.norm(gradient.numpy()) for gradient in gradients]
    np.testing.assert_allclose(found["grad_norm"], expected, rtol=1e-5, atol=1e-8)
    expected = [hidden.detach().numpy().std(), outputs.detach().numpy().std()]
    np.testing.assert_allclose(found["spread"], expected, rtol=1e-5, atol=1e-8)
    assert all(parameter.grad is None for parameter in model.parameters())


@SIDES
def test_dead_units_are_counted(side, make_images):
    images = make_images()
    model = Layers((Conv(4, size=1), ReLU(), Flatten()))
    recipe = replace(RECIPE, model=model, num_epochs=1)
    network = side.build_model(recipe, images.image_shape, images.num_classes)
    kernel, bias, *others = side.get_weights(network)
    bias[[0, 2, 3]] = -100.0
    side.set_weights(network, [kernel, bias, *others])
    history = side.train(network, images, recipe, progress=False, watch=Watch())
    assert [look["dead"][0] for look in history.watched] == [3, 3]
    assert history.watched[0]["units"] == [4, images.num_classes]


class RowsInTurn(nn.Module):
    """Reads an image row by row, as no convolution does."""

    def __init__(self):
        super().__init__()
        self.rows, self.head = nn.LSTM(30, 5, batch_first=True), nn.Linear(5, 4)

    def forward(self, inputs):
        states, _ = self.rows(inputs.movedim(1, -1).flatten(2))
        return self.head(states[:, -1])


def rows_in_turn():
    layers = keras.layers
    parts = layers.Reshape((10, 30)), layers.LSTM(5), layers.Dense(4)
    return keras.Sequential([keras.Input((10, 10, 3)), *parts])


@pytest.mark.parametrize("side, make", [(pytorch, RowsInTurn), (tensorflow, rows_in_turn)])
def test_a_layer_that_gives_no_units_is_passed_over(side, make, make_images):
    recipe = replace(RECIPE, num_epochs=1, precision="float32", weights=())
    history = side.train(make(), make_images(), recipe, progress=False, watch=Watch())
    assert "5 to 4" in history.watched[0]["layer"]
