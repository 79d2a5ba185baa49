"""Claims on depth: plain networks, the same with shortcuts, and the scale of the first weights."""

from cnncourse import BatchNorm, Glorot, He, Plain, Recipe, ResNet
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import Tuned, tuned_comparison

DEPTHS = (8, 20, 32, 56)
RATES = (0.001, 0.003)
WIDTH, NUM_EPOCHS = 8, 6
AGAIN = {"checked_with": {"precision": "float64"}, "checked_steps": 3}
"""So that first losses come again on any processor.

A plain network of 56 layers magnifies the rounding of float64 to 0.4 % of the loss in five steps.
"""


def _net(depth: int, *, shortcuts: bool) -> Recipe:
    model = ResNet(depth=depth, width=WIDTH, norm=BatchNorm(), shortcuts=shortcuts)
    return Recipe(model=model, initialization=He(), batch_size=32, num_epochs=NUM_EPOCHS)


PLAIN = {f"plain_{depth}": _net(depth, shortcuts=False) for depth in DEPTHS}
RESIDUAL = {f"residual_{depth}": _net(depth, shortcuts=True) for depth in DEPTHS}
DEEPEST, DEEPEST_RESIDUAL = list(PLAIN)[-1], list(RESIDUAL)[-1]


def _beginning(initialization) -> Recipe:
    model = Plain(depth=20, width=WIDTH)
    return Recipe(model=model, initialization=initialization, batch_size=32, num_epochs=12)


BEGINNINGS = {
    "small": _beginning(Glorot(scale=0.5)),
    "glorot": _beginning(Glorot()),
    "he": _beginning(He()),
    "large": _beginning(He(scale=1.5)),
}

CLAIMS = (
    tuned_comparison(
        "plain_depth",
        "A plain network of 56 layers has a higher training loss than one of 20, after the same "
        "epochs on CIFAR-10 (JPEG).",
        Tuned(
            PLAIN,
            (
                (DEEPEST, "plain_20"),
                (DEEPEST, "plain_32"),
                ("plain_32", "plain_20"),
                ("plain_20", "plain_8"),
            ),
            FEW,
            RATES,
        ),
        load=cifar10_jpeg,
        **AGAIN,
        missing=missing_jpeg,
        verdict=Verdict(f"pytorch.train_loss.{DEEPEST}-plain_20", claimed="higher"),
        titles={f"plain_{depth}": f"{depth} layers, plain" for depth in DEPTHS},
    ),
    tuned_comparison(
        "shortcuts",
        "With shortcuts, a network of 56 layers has a lower training loss than without, after the "
        "same epochs on CIFAR-10 (JPEG).",
        Tuned(
            RESIDUAL | {DEEPEST: PLAIN[DEEPEST]},
            (
                (DEEPEST_RESIDUAL, DEEPEST),
                (DEEPEST_RESIDUAL, "residual_32"),
                (DEEPEST_RESIDUAL, "residual_20"),
                ("residual_20", "residual_8"),
            ),
            FEW,
            RATES,
        ),
        load=cifar10_jpeg,
        **AGAIN,
        missing=missing_jpeg,
        verdict=Verdict(f"pytorch.train_loss.{DEEPEST_RESIDUAL}-{DEEPEST}", claimed="lower"),
        titles={f"residual_{depth}": f"{depth} layers, shortcuts" for depth in DEPTHS}
        | {DEEPEST: "56 layers, plain"},
    ),
    tuned_comparison(
        "initialization",
        "A plain network of 20 layers with ReLU has a lower training loss with He's initialization "
        "than with Glorot's, after the same epochs on CIFAR-10 (JPEG).",
        Tuned(
            BEGINNINGS,
            (("he", "glorot"), ("glorot", "small"), ("he", "large")),
            FEW,
            RATES,
        ),
        load=cifar10_jpeg,
        missing=missing_jpeg,
        verdict=Verdict("pytorch.train_loss.he-glorot", claimed="lower"),
        titles={
            "small": "half of Glorot's",
            "glorot": "Glorot",
            "he": "He",
            "large": "one and a half of He's",
        },
    ),
)
