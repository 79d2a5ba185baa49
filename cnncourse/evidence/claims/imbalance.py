"""Claim on classes of unequal size: what weights, focal loss and others do for the rare ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cnncourse import VGG, CrossEntropy, Focal, LogitAdjusted, Recipe, data
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.across_losses import (
    METRICS_BY_ERROR,
    accuracy_at,
    compared_across_losses,
    lowest_error,
    mean_recall,
    with_recall,
)
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import trained
from cnncourse.evidence.statistics import by_seed, interval, paired_difference
from cnncourse.evidence.tuning import Tuned
from cnncourse.frameworks import FRAMEWORKS

TILES = {"name": "aerial", "size": 32, "holdout_per_class": 100}
"""Validation and test tiles have equal classes, also beside unequal ones to train on."""
UNEQUAL = {"examples_per_class": 400, "imbalance": 50}
COUNTS = (168, 19, 12, 109, 70, 8, 259, 29, 46, 400)
"""Training tiles that each class then has."""
EQUAL = {"examples_per_class": 112, "imbalance": 1}
"""As many tiles in all."""
RARE, COMMON = (5, 2, 1), (9, 6, 0)
"""The three rarest and the three most frequent classes."""

EPOCHS = 25
EPOCHS_RESAMPLED = 7
"""In which as many batches are made of all classes repeated to 400 tiles."""


def class_weights(counts: Sequence[int]) -> tuple[float, ...]:
    """Return a weight for each class, by which all of them weigh the same in a loss.

    An image of a class weighs the mean number of images of a class over that of its own, so that
    all images together weigh as many as they are.

    Examples
    --------
    >>> class_weights([30, 10])
    (0.6667, 2.0)
    """
    mean = sum(counts) / len(counts)
    return tuple(round(mean / count, 4) for count in counts)


def repeated(split: Split) -> Split:
    """Return a split in which each class has as many images as the most frequent one.

    Those of the others are repeated, each as often as another of its class or once more.

    Examples
    --------
    >>> split = Split(np.zeros((4, 1, 1, 1), np.uint8), np.array([0, 1, 0, 0]))
    >>> np.bincount(repeated(split).labels)
    array([3, 3])
    """
    counts = np.bincount(split.labels)
    rows = [np.resize(np.flatnonzero(split.labels == i), counts.max()) for i in range(len(counts))]
    chosen = np.concatenate(rows)
    return Split(split.images[chosen], split.labels[chosen])


def tiles(name: str, *, resampled: bool = False, **options) -> ImageData:
    """Load a data set, the images of its rare classes repeated if that is wanted."""
    images = data.load(name, **options)
    return replace(images, train=repeated(images.train)) if resampled else images


def with_loss(loss, num_epochs: int = EPOCHS) -> Recipe:
    """Return the recipe of an arm."""
    return replace(trained(num_epochs, model=VGG(width=8)), loss=loss)


@dataclass(frozen=True)
class Imbalanced(Tuned):
    """A comparison that says, too, whether focal loss gains more where classes are unequal."""

    def summarize(self, runs: list[dict]) -> dict:
        """`focal_gain` is the balanced accuracy with focal loss minus that with cross-entropy."""
        summary = super().summarize(runs)
        for framework in FRAMEWORKS:
            unequal, equal = (
                self._gains(runs, framework, *arms)
                for arms in (("focal", "none"), ("equal_focal", "equal_none"))
            )
            summary[framework]["focal_gain"] = {
                "unequal": interval(unequal.values()),
                "equal": interval(equal.values()),
                "unequal-equal": paired_difference(unequal, equal),
            }
        return summary

    def _gains(self, runs: list[dict], framework: str, focal: str, none: str) -> dict[int, float]:
        metric = self.metrics["balanced_accuracy"]
        ours, theirs = (by_seed(runs, arm, framework, metric) for arm in (focal, none))
        return {seed: ours[seed] - theirs[seed] for seed in theirs}


WEIGHTS = class_weights(COUNTS)
GAMMAS = (1.0, 2.0)
# Two strengths each, at each of two rates: four tries, as for the arms without a strength.
STRENGTHS = {
    "focal": tuple(with_loss(Focal(gamma)) for gamma in GAMMAS),
    "focal_weights": tuple(with_loss(Focal(gamma, WEIGHTS)) for gamma in GAMMAS),
    "equal_focal": tuple(with_loss(Focal(gamma)) for gamma in GAMMAS),
}
ARMS = {
    "none": with_loss(CrossEntropy()),
    "weights": with_loss(CrossEntropy(class_weights=WEIGHTS)),
    "focal": STRENGTHS["focal"][0],
    "focal_weights": STRENGTHS["focal_weights"][0],
    "adjusted": with_loss(LogitAdjusted()),
    "resampled": with_loss(CrossEntropy(), EPOCHS_RESAMPLED),
    "equal_none": with_loss(CrossEntropy()),
    "equal_focal": STRENGTHS["equal_focal"][0],
}
RATES = (0.0007, 0.0015, 0.003, 0.006)
LOWER_RATES = (0.0003, 0.0007, 0.0015, 0.003)
"""Of arms in which the few rare images make large gradients, or many."""
RATES_OF = {
    "weights": LOWER_RATES,
    "resampled": LOWER_RATES,
    "focal": (0.0015, 0.003),
    "focal_weights": (0.0007, 0.0015),
    "equal_focal": (0.0015, 0.003),
}
REMEDIES = ("weights", "focal", "focal_weights", "adjusted", "resampled")

CLAIMS = (
    compared_across_losses(
        "rare_classes",
        "On synthetic aerial tiles, of which the most frequent class has 50 times as many as the "
        "rarest, class weights raise the recall of the rare classes.",
        Imbalanced(
            ARMS,
            (
                *((arm, "none") for arm in REMEDIES),
                *((arm, "weights") for arm in REMEDIES if arm != "weights"),
                ("focal_weights", "focal"),
                ("none", "equal_none"),
                ("equal_focal", "equal_none"),
            ),
            TILES | UNEQUAL,
            rates=RATES,
            strengths=STRENGTHS,
            rates_of=RATES_OF,
            of_arm={"resampled": {"resampled": True}}
            | dict.fromkeys(("equal_none", "equal_focal"), EQUAL),
            judged_by=lowest_error,
            metrics={name: of for name, of in METRICS_BY_ERROR.items() if name != "test_accuracy"}
            | {
                "balanced_accuracy": accuracy_at([1] * len(COUNTS)),
                "rare_recall": mean_recall(RARE),
                "common_recall": mean_recall(COMMON),
                "unequal_accuracy": accuracy_at(COUNTS),
            },
        ),
        by_error=True,
        load=tiles,
        test=with_recall,
        verdict=Verdict("pytorch.rare_recall.weights-none", claimed="higher"),
        titles={
            "none": "cross-entropy",
            "weights": "class weights",
            "focal": "focal loss",
            "focal_weights": "focal loss and class weights",
            "adjusted": "logit adjustment",
            "resampled": "rare classes repeated",
            "equal_none": "cross-entropy, equal classes",
            "equal_focal": "focal loss, equal classes",
            "balanced_accuracy": "balanced accuracy",
            "rare_recall": "recall of the three rarest classes",
            "common_recall": "recall of the three most frequent classes",
            "unequal_accuracy": "accuracy if test classes were as unequal as those of the training",
            "focal_gain": "balanced accuracy with focal loss, minus that with cross-entropy",
            "unequal": "unequal classes",
            "equal": "equal classes",
        },
    ),
)
