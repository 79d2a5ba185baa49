"""Claims on what a network is trained to say: smoothed labels, wrong ones, and squared error."""

from dataclasses import dataclass, replace

from cnncourse import VGG, CrossEntropy, MeanSquaredError
from cnncourse.evidence.across_losses import (
    METRICS,
    METRICS_BY_ERROR,
    compared_across_losses,
    lowest_error,
)
from cnncourse.evidence.calibration import with_reliability
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import against, judged, trained
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import Tuned
from cnncourse.frameworks import FRAMEWORKS

RECIPE = trained(16, model=VGG(width=8))
RATES = (0.0005, 0.001, 0.002, 0.004)
OF_LOGITS = ("val_loss", "lowest_val_loss", "test_loss", "calibration_error")
"""Metrics that take the outputs for logits."""


@dataclass(frozen=True)
class Targets(Tuned):
    """A comparison in which only networks whose outputs are logits have a test loss.

    Trained on the squared error, an output is itself the estimate of a probability: neither a
    cross-entropy nor a confidence follows from a softmax of it.
    """

    def summarize(self, runs: list[dict]) -> dict:
        """As `Tuned.summarize`, without metrics `OF_LOGITS` of the squared error."""
        summary = super().summarize(runs)
        squared = {arm for arm, of in self.arms.items() if type(of.loss) is MeanSquaredError}
        for framework in FRAMEWORKS:
            for metric in OF_LOGITS:
                summary[framework][metric] = {
                    name: entry
                    for name, entry in summary[framework][metric].items()
                    if squared.isdisjoint(name.split("-"))
                }
        return summary


SMOOTHED = {"none": RECIPE} | {
    f"smoothed_{percent:02}": replace(RECIPE, loss=CrossEntropy(label_smoothing=percent / 100))
    for percent in (5, 10, 20)
}

# The squared error takes more epochs.
LONGER = trained(24, model=VGG(width=8))
SQUARED = {"cross_entropy": LONGER, "squared": replace(LONGER, loss=MeanSquaredError())}

TILES = {"name": "aerial", "size": 32, "examples_per_class": 100, "holdout_per_class": 100}
"""Validation and test tiles are rightly labeled, also beside wrong labels to train on."""
WRONG = 0.2
LOSSES = {
    "none": CrossEntropy(),
    "smoothed": CrossEntropy(label_smoothing=0.2),
    "squared": MeanSquaredError(),
}
RATES_ON_TILES = (0.0007, 0.0015, 0.003, 0.006)
HIGHER_RATES = (0.0015, 0.003, 0.006, 0.012)
"""Of the squared error."""
LABELED = {
    f"{arm}_{labels}": replace(LONGER, loss=loss)
    for labels in ("wrong", "right")
    for arm, loss in LOSSES.items()
}

_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}
CLAIMS = (
    compared_across_losses(
        "label_smoothing",
        "On 2,000 images of CIFAR-10 (JPEG), label smoothing of 0.1 lowers the test loss.",
        judged(
            SMOOTHED,
            (*against("none", SMOOTHED), ("smoothed_20", "smoothed_05")),
            FEW,
            rates=RATES,
            metrics=METRICS,
        ),
        by_error=False,
        test=with_reliability,
        verdict=Verdict("pytorch.test_loss.smoothed_10-none", claimed="lower"),
        titles={
            "none": "without",
            "smoothed_05": "smoothing of 0.05",
            "smoothed_10": "smoothing of 0.1",
            "smoothed_20": "smoothing of 0.2",
        },
        **_CIFAR,
    ),
    compared_across_losses(
        "label_noise",
        "On synthetic aerial tiles, of which a fifth has a wrong label in training, label "
        "smoothing of 0.2 raises the test accuracy.",
        Targets(
            LABELED,
            (
                *(
                    (f"{arm}_{labels}", f"none_{labels}")
                    for labels in ("wrong", "right")
                    for arm in LOSSES
                    if arm != "none"
                ),
                *((f"{arm}_wrong", f"{arm}_right") for arm in LOSSES),
            ),
            TILES,
            RATES_ON_TILES,
            rates_of=dict.fromkeys(("squared_wrong", "squared_right"), HIGHER_RATES),
            of_arm={f"{arm}_wrong": {"label_noise": WRONG} for arm in LOSSES},
            judged_by=lowest_error,
            metrics=METRICS_BY_ERROR,
        ),
        by_error=True,
        test=with_reliability,
        verdict=Verdict("pytorch.test_accuracy.smoothed_wrong-none_wrong", claimed="higher"),
        titles={
            f"{arm}_{labels}": f"{words}, {labels_in_words}"
            for labels, labels_in_words in (
                ("wrong", "a fifth of the labels wrong"),
                ("right", "all labels right"),
            )
            for arm, words in (
                ("none", "cross-entropy"),
                ("smoothed", "smoothing of 0.2"),
                ("squared", "squared error"),
            )
        },
    ),
    compared_across_losses(
        "squared_error",
        "On 2,000 images of CIFAR-10 (JPEG), the cross-entropy reaches a higher test accuracy than "
        "the squared error.",
        Targets(
            SQUARED,
            (("cross_entropy", "squared"),),
            FEW,
            RATES,
            judged_by=lowest_error,
            metrics=METRICS_BY_ERROR,
        ),
        by_error=True,
        test=with_reliability,
        verdict=Verdict("pytorch.test_accuracy.cross_entropy-squared", claimed="higher"),
        titles={"cross_entropy": "cross-entropy", "squared": "squared error"},
        **_CIFAR,
    ),
)
