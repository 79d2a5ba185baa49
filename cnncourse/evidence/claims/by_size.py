"""Claim on what the usual set of augmentations gains, by the number of training images."""

from cnncourse import VGG
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import SOURCE, arms, trained
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import lowest, on_test
from cnncourse.evidence.statistics import by_seed, interval, paired_difference
from cnncourse.evidence.tuning import Tuned, tuned_comparison
from cnncourse.frameworks import FRAMEWORKS

EPOCHS = {"500": 40, "5000": 12, "all": 5}
PER_CLASS = {"500": 50, "5000": 500, "all": None}


class BySize(Tuned):
    """The comparison of `none_SIZE` and `source_SIZE`, with what the set gains at each size."""

    def summarize(self, runs: list[dict]) -> dict:
        """`gain` is the test loss without the set minus that with it, for each size."""
        summary = super().summarize(runs)
        for framework in FRAMEWORKS:
            gains = {f"at_{size}": self._gains(runs, framework, size) for size in EPOCHS}
            first, *_, last = gains
            summary[framework]["gain"] = {
                arm: interval(of_seed.values()) for arm, of_seed in gains.items()
            } | {f"{last}-{first}": paired_difference(gains[last], gains[first])}
        return summary

    def _gains(self, runs: list[dict], framework: str, size: str) -> dict[int, float]:
        without, with_set = (
            by_seed(runs, f"{arm}_{size}", framework, on_test("loss")) for arm in ("none", "source")
        )
        return {seed: without[seed] - with_set[seed] for seed in without}


BY_SIZE = {
    arm: recipe
    for size, num_epochs in EPOCHS.items()
    for arm, recipe in arms(
        trained(num_epochs, model=VGG(width=8)), {f"none_{size}": (), f"source_{size}": SOURCE}
    ).items()
}

CLAIMS = (
    tuned_comparison(
        "augmentation_by_size",
        "The set gains less on all training images of CIFAR-10 (JPEG) than on 500 of them.",
        BySize(
            BY_SIZE,
            tuple((f"source_{size}", f"none_{size}") for size in EPOCHS),
            FEW,
            rates=(0.001, 0.003),
            of_arm={
                f"{arm}_{size}": {"examples_per_class": count}
                for size, count in PER_CLASS.items()
                for arm in ("none", "source")
            },
            as_arm={"none_all": "none_5000", "source_all": "source_5000"},
            judged_by=lowest("val_loss"),
        ),
        verdict=Verdict("pytorch.gain.at_all-at_500", claimed="lower"),
        titles={
            "gain": "test loss without the set minus with it (nats)",
            **{f"none_{size}": f"without, {size} images" for size in EPOCHS},
            **{f"source_{size}": f"the usual set, {size} images" for size in EPOCHS},
            **{f"at_{size}": f"{size} images" for size in EPOCHS},
        },
        load=cifar10_jpeg,
        missing=missing_jpeg,
    ),
)
