"""Claims on the learning rate over a run, and on what lets a run survive a high one."""

import math
from dataclasses import replace

from cnncourse import (
    SGD,
    VGG,
    Average,
    ClipNorm,
    ClipValue,
    CosineDecay,
    He,
    HorizontalFlip,
    Recipe,
    Shift,
    StepDecay,
    Triangle,
    Warmup,
)
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import against
from cnncourse.evidence.claims.depth import AGAIN
from cnncourse.evidence.comparison import comparison
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import Metric, last, learns, on_test
from cnncourse.evidence.statistics import compare
from cnncourse.evidence.tuning import Tuned, tuned_comparison

MOMENTUM = Recipe(model=VGG(width=8), initialization=He(), optimizer=SGD(momentum=0.9))
# Changed images keep the network from learning them by heart, so that its last epochs are its best.
CHANGED = replace(MOMENTUM, augmentation=(HorizontalFlip(), Shift(0.1, 0.1)), num_epochs=24)
SCHEDULES = {
    "constant": CHANGED,
    "step": replace(CHANGED, schedule=StepDecay(every_epochs=8, decay=0.2)),
    "cosine": replace(CHANGED, schedule=CosineDecay()),
    "triangle": replace(CHANGED, schedule=Triangle()),
    "warmup": replace(CHANGED, schedule=Warmup(2.0)),
    "average": replace(CHANGED, weights=(Average(0.99),)),
}

HIGH = {"20": 0.02, "50": 0.05, "100": 0.1}
"""Learning rates by their thousandths, which stand in the names of arms."""
SURVIVING = {
    "plain": {},
    "warmup": {"schedule": Warmup(2.0)},
    "norm": {"gradients": (ClipNorm(1.0),)},
    "value": {"gradients": (ClipValue(0.1),)},
}
HIGH_RATES = {
    f"{way}_{name}": replace(
        MOMENTUM, optimizer=SGD(lr=rate, momentum=0.9), num_epochs=8, **changes
    )
    for name, rate in HIGH.items()
    for way, changes in SURVIVING.items()
}


def or_guess(metric: Metric) -> Metric:
    """Return a metric that counts a diverged run as a guess among ten classes, ln 10 nats.

    Examples
    --------
    >>> round(or_guess(last("val_loss"))({"diverged": {"step": 3, "epoch": 0}}), 3)
    2.303
    """
    return lambda run: math.log(10) if run["diverged"] else metric(run)


def summarize_high_rates(runs: list[dict]) -> dict:
    """Losses in which a diverged run counts as a guess, and the share of runs that learn."""
    metrics = {
        "train_loss": or_guess(last("train_loss")),
        "test_loss": or_guess(on_test("loss")),
        "learned": lambda run: float(learns(run)),
    }
    pairs = [
        (f"{way}_{name}", f"plain_{name}") for name in HIGH for way in SURVIVING if way != "plain"
    ]
    return compare(runs, metrics, pairs)


CLAIMS = (
    tuned_comparison(
        "schedules",
        "On 2,000 images of CIFAR-10 (JPEG), flipped and shifted, half a cosine ends with a lower "
        "test loss than a constant learning rate.",
        Tuned(
            SCHEDULES,
            (*against("constant", SCHEDULES), ("average", "cosine"), ("step", "cosine")),
            FEW,
            rates=(0.005, 0.01, 0.02, 0.04),
        ),
        verdict=Verdict("pytorch.test_loss.cosine-constant", claimed="lower"),
        titles={
            "constant": "constant",
            "step": "a fifth, every eight epochs",
            "cosine": "half a cosine",
            "triangle": "triangle",
            "warmup": "warm-up of two epochs, then constant",
            "average": "constant, averaged weights",
        },
        load=cifar10_jpeg,
        missing=missing_jpeg,
        **AGAIN,
    ),
    comparison(
        "high_rates",
        "At a learning rate of 0.05 for SGD with momentum, clipping gradients to a norm of 1 "
        "lowers the training loss, on 2,000 images of CIFAR-10 (JPEG).",
        HIGH_RATES,
        summarize=summarize_high_rates,
        dataset=FEW,
        load=cifar10_jpeg,
        missing=missing_jpeg,
        checked_with=AGAIN["checked_with"],
        verdict=Verdict("pytorch.train_loss.norm_50-plain_50", claimed="lower"),
        titles={
            f"{way}_{name}": f"{words}, lr {rate:g}"
            for name, rate in HIGH.items()
            for way, words in (
                ("plain", "as it is"),
                ("warmup", "warm-up of two epochs"),
                ("norm", "clipped to a norm of 1"),
                ("value", "clipped to values of 0.1"),
            )
        }
        | {
            "train_loss": "training loss (nats)",
            "test_loss": "test loss (nats)",
            "learned": "share of runs that learn",
        },
        on_request=True,
    ),
)
