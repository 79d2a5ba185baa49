"""Claims on where weights and multiply-adds pay: head, width, depth, size of the images."""

from dataclasses import replace

from cnncourse import (
    Conv,
    Dense,
    Flatten,
    GlobalPool,
    He,
    InvertedResiduals,
    Layers,
    MaxPool,
    Recipe,
    ReLU,
    ResNet,
)
from cnncourse.costs import costs, total
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.deeper import DEEPER, SHALLOW, network
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import Tuned, tuned_comparison

SHAPE, NUM_CLASSES = (32, 32, 3), 10
RATES = (0.001, 0.003)
RECIPE = Recipe(initialization=He(), batch_size=32, num_epochs=10)


def _cost(model):
    return total(costs(model, SHAPE, NUM_CLASSES))


def with_head(width: int, *head) -> Layers:
    """Return three blocks of two 3x3 convolutions, the first of this width, and then a head."""
    blocks = [
        layer for scale in (1, 2, 4) for layer in (*(Conv(width * scale), ReLU()) * 2, MaxPool())
    ]
    return Layers((*blocks, *head))


WIDTH = 16
FLATTENED = with_head(WIDTH, Flatten(), Dense(128), ReLU())
POOLED = with_head(WIDTH, GlobalPool())
# The width at which the weights that the dense layer had are in the convolutions.
POOLED_WIDTH = min(
    range(WIDTH, 4 * WIDTH),
    key=lambda width: abs(
        _cost(with_head(width, GlobalPool())).num_weights - _cost(FLATTENED).num_weights
    ),
)
HEADS = {
    "flatten": replace(RECIPE, model=FLATTENED),
    "pool": replace(RECIPE, model=POOLED),
    "pool_and_width": replace(RECIPE, model=with_head(POOLED_WIDTH, GlobalPool())),
}

BASE = ResNet(depth=8, width=8)
# About 2.25 times the multiply-adds of the first one, within a tenth, each spent in another way.
SCALED = {
    "base": replace(RECIPE, model=BASE),
    "wider": replace(RECIPE, model=replace(BASE, width=12)),
    "deeper": replace(RECIPE, model=replace(BASE, depth=16)),
    "larger": replace(RECIPE, model=BASE),
}
SCALED_PAIRS = (
    *(("wider", "base"), ("deeper", "base"), ("larger", "base")),
    *(("wider", "deeper"), ("wider", "larger"), ("deeper", "larger")),
)
SCALED_TITLES = {
    "base": "8 layers, 8 filters",
    "wider": "12 filters",
    "deeper": "16 layers",
    "larger": "images 1.5 times as large",
}

EFFICIENT = {
    "residual": replace(RECIPE, model=replace(BASE, width=12), num_epochs=6),
    "inverted": replace(RECIPE, model=InvertedResiduals(width=8, blocks=2), num_epochs=6),
}

ON_FEW = {
    "shallow": Recipe(model=network(SHAPE, **SHALLOW), batch_size=32, num_epochs=40),
    "deeper": Recipe(model=network(SHAPE, **DEEPER), batch_size=32, num_epochs=40),
}

_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}
CLAIMS = (
    tuned_comparison(
        "global_pool",
        "With the same number of weights, a global pool reaches a lower test loss than a flattened "
        "map and a dense layer, on CIFAR-10 (JPEG).",
        Tuned(
            HEADS,
            (("pool_and_width", "flatten"), ("pool", "flatten"), ("pool_and_width", "pool")),
            FEW,
            RATES,
        ),
        verdict=Verdict("pytorch.test_loss.pool_and_width-flatten", claimed="lower"),
        titles={
            "flatten": "flattened, dense layer",
            "pool": "global pool, same convolutions",
            "pool_and_width": "global pool, as many weights",
        },
        **_CIFAR,
    ),
    tuned_comparison(
        "scaling_without_detail",
        "With about the same multiply-adds, a wider network reaches a lower test loss than the "
        "same network on enlarged images, on CIFAR-10 (JPEG), which has no more detail to show.",
        Tuned(SCALED, SCALED_PAIRS, FEW, RATES, of_arm={"larger": {"size": 48}}),
        verdict=Verdict("pytorch.test_loss.wider-larger", claimed="lower"),
        titles=SCALED_TITLES,
        **_CIFAR,
    ),
    tuned_comparison(
        "scaling_with_detail",
        "With about the same multiply-adds, larger images reach a lower test loss than a wider "
        "network, on synthetic aerial tiles, which show more where they are larger.",
        Tuned(
            SCALED,
            SCALED_PAIRS,
            {"name": "aerial", "size": 32, "examples_per_class": 150, "holdout_per_class": 50},
            RATES,
            of_arm={"larger": {"size": 48}},
        ),
        verdict=Verdict("pytorch.test_loss.larger-wider", claimed="lower"),
        titles=SCALED_TITLES,
    ),
    tuned_comparison(
        "few_multiply_adds",
        "Inverted residual blocks take longer for an epoch on a CPU than a residual network that "
        "has more multiply-adds.",
        Tuned(EFFICIENT, (("inverted", "residual"),), FEW, RATES),
        verdict=Verdict("pytorch.epoch_seconds.inverted-residual", claimed="higher"),
        titles={"residual": "residual blocks", "inverted": "inverted residual blocks"},
        in_turn=True,
        **_CIFAR,
    ),
    tuned_comparison(
        "deeper_on_few_images",
        "On 200 images of CIFAR-10 (JPEG), the deeper network of 3x3 filters reaches a lower test "
        "loss than the shallow one.",
        Tuned(
            ON_FEW,
            (("deeper", "shallow"),),
            FEW | {"examples_per_class": 20},
        ),
        verdict=Verdict("pytorch.test_loss.deeper-shallow", claimed="lower"),
        titles={"shallow": "shallow network", "deeper": "deeper network"},
        **_CIFAR,
    ),
)
