"""Costs of models: as the frameworks count them, and as the gradient sees them."""

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from cnncourse import Recipe, costs, pytorch, tensorflow
from cnncourse.architectures import (
    MODELS,
    VGG,
    InvertedResiduals,
    Layers,
    Plain,
    ResNet,
    Shallow,
    hidden_layers,
)
from cnncourse.layers import (
    LAYERS,
    BatchNorm,
    Conv,
    Flatten,
    GlobalPool,
    GroupNorm,
    MaxPool,
    ReLU,
    Residual,
)
from cnncourse.roles import MOVING

SHAPE, NUM_CLASSES = (18, 14, 3), 7
VARIANTS = [
    *(cls() for name, cls in MODELS.items() if name != "layers"),
    Shallow(size=5, padding="valid", norm=GroupNorm(4), width=4),
    VGG(width=4, whitening=True, dropout=0.5),
    Plain(depth=7, width=4, norm=BatchNorm()),
    ResNet(depth=8, width=4, block="pre", norm=None),
    InvertedResiduals(width=4, blocks=1, expansion=1, squeeze=0),
    Layers((Conv(4, size=3, stride=2, padding="valid", bias=False), MaxPool(3, 2), Flatten())),
]


@pytest.mark.parametrize("model", VARIANTS, ids=str)
def test_weights_and_multiply_adds_are_those_that_the_frameworks_count(model):
    total = costs.total(costs.costs(model, SHAPE, NUM_CLASSES))
    ours, theirs = (
        side.build_model(Recipe(model=model), SHAPE, NUM_CLASSES) for side in (pytorch, tensorflow)
    )
    for side, network in ((pytorch, ours), (tensorflow, theirs)):
        shapes = [s for kind, s in side.weights.weight_shapes(network) if kind not in MOVING]
        assert total.num_weights == sum(map(np.prod, shapes))
    ours.eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        ours(torch.zeros(1, SHAPE[2], *SHAPE[:2]))
    assert 2 * total.multiply_adds == counter.get_total_flops()
    assert total.shape == (NUM_CLASSES,)


@pytest.mark.parametrize("model", VARIANTS, ids=str)
def test_outputs_are_all_that_comes_out_of_layers(model):
    network = pytorch.build_model(Recipe(model=model), SHAPE, NUM_CLASSES).eval()
    sizes = []
    for module in network.modules():
        if not isinstance(module, torch.nn.Sequential | torch.nn.ModuleList):
            module.register_forward_hook(lambda _, __, outputs: sizes.append(outputs.numel()))
    network(torch.zeros(1, SHAPE[2], *SHAPE[:2]))
    found = costs.costs(model, SHAPE, NUM_CLASSES)
    assert costs.total(found).num_outputs == sum(sizes)


def test_every_layer_is_counted():
    assert set(LAYERS.values()) == costs._COUNTS.keys() | costs._BRANCHES.keys()


def seen_by_gradient(layers) -> int:
    """Rows of a large image that the center of the outputs of these layers depends on."""
    recipe = Recipe(model=Layers((*layers, GlobalPool())), precision="float64")
    network = pytorch.build_model(recipe, (101, 101, 1), 2).eval()[:-2]
    for weight in network.parameters():
        torch.nn.init.constant_(weight, 1.0)
    image = torch.rand(1, 1, 101, 101, dtype=torch.float64, requires_grad=True)
    outputs = network(image)
    outputs[0, 0, outputs.shape[2] // 2, outputs.shape[3] // 2].backward()
    return int((image.grad[0, 0] != 0).any(dim=1).sum())


@pytest.mark.parametrize(
    "layers",
    [
        (Conv(2, size=5), Conv(2, size=5)),
        (Conv(2), ReLU(), Conv(2), LAYERS["average_pool"](), Conv(2), Conv(2)),
        (Conv(2, stride=2), Conv(2, size=5, stride=2), Conv(2)),
        (LAYERS["depthwise_conv"](size=5), Residual((Conv(1), Conv(1)))),
        (Conv(2), Residual((Conv(4, size=1, stride=2),), (Conv(4, size=3, stride=2),)), Conv(2)),
        hidden_layers(Plain(depth=8, width=2), (101, 101, 1))[:-1],
    ],
    ids=["two 5x5", "pool", "strides", "depthwise", "shortcut sees more", "plain"],
)
def test_receptive_field_is_what_the_gradient_reaches(layers):
    assert costs.receptive_fields(layers)[-1] == seen_by_gradient(layers)


def test_what_sees_all_has_no_receptive_field():
    layers = hidden_layers(Shallow(), (32, 32, 3))
    assert costs.receptive_fields(layers) == [3, 4, 4, 8, 10, 10]
