"""Claim on images that are mixed or partly hidden in training."""

from dataclasses import replace

from cnncourse import VGG, CutMix, Cutout, Mixup, RandAugment
from cnncourse.evidence.calibration import calibration_error, with_reliability
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import (
    SOURCE,
    against,
    arms,
    judged,
    trained,
    usual_set,
)
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import METRICS, tuned_comparison

RECIPE = trained(30, model=VGG(width=8))
# Two strengths each, at each of two rates: four tries, as for the network without any of them.
STRENGTHS = {
    "source": (usual_set(0.5), SOURCE),
    "cutout": ((Cutout(0.25),), (Cutout(0.5),)),
    "mixup": ((Mixup(0.2),), (Mixup(1.0),)),
    "cutmix": ((CutMix(0.2),), (CutMix(1.0),)),
    "rand_augment": ((RandAugment(2, 0.3),), (RandAugment(2, 0.6),)),
}
TOGETHER = {
    "source_and_cutout": (*SOURCE, Cutout(0.5)),
    "source_and_mixup": (*SOURCE, Mixup(0.2)),
}
MIXED = arms(RECIPE, {"none": ()} | {arm: tried[0] for arm, tried in STRENGTHS.items()} | TOGETHER)

_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}
CLAIMS = (
    tuned_comparison(
        "mixing",
        "On 2,000 images of CIFAR-10 (JPEG), CutMix reaches a lower test loss than the usual set.",
        judged(
            MIXED,
            (*against("source", MIXED), *against("none", MIXED)),
            FEW,
            rates=(0.0005, 0.0015),
            strengths={
                arm: tuple(replace(RECIPE, augmentation=one) for one in tried)
                for arm, tried in STRENGTHS.items()
            },
            rates_of={"none": (0.0002, 0.0005, 0.0015, 0.004)},
            as_arm=dict.fromkeys(TOGETHER, "source"),
            metrics=METRICS | {"calibration_error": calibration_error},
        ),
        verdict=Verdict("pytorch.test_loss.cutmix-source", claimed="lower"),
        test=with_reliability,
        titles={
            "none": "without",
            "source": "the usual set",
            "cutout": "cutout",
            "mixup": "mixup",
            "cutmix": "CutMix",
            "rand_augment": "RandAugment",
            "source_and_cutout": "the usual set and cutout",
            "source_and_mixup": "the usual set and mixup",
            "calibration_error": "expected calibration error",
        },
        **_CIFAR,
    ),
)
