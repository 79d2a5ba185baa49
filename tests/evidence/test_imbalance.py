"""Unequal classes: the numbers of tiles, weights, recalls, and what focal loss gains by them."""

import numpy as np
import pytest

from cnncourse import CrossEntropy, Focal, LogitAdjusted
from cnncourse.data.images import Split
from cnncourse.evidence.across_losses import lowest_error, train_and_judge, with_recall
from cnncourse.evidence.claims import imbalance
from cnncourse.evidence.claims.imbalance import (
    ARMS,
    COMMON,
    COUNTS,
    EQUAL,
    RARE,
    STRENGTHS,
    TILES,
    UNEQUAL,
    WEIGHTS,
    class_weights,
    repeated,
)
from cnncourse.evidence.comparison import arm_jobs

(CLAIM,) = imbalance.CLAIMS
TUNED = CLAIM.jobs.__self__
SMALL = {"name": "aerial", "size": 16, "holdout_per_class": 2}


def made_run(arm, seed, *, recall=(0.5,) * 10, framework="pytorch") -> dict:
    (job,) = arm_jobs({arm: ARMS[arm]}, [seed], (framework,), {"name": "digits"})
    history = {"val_loss": [2.0, 1.5, 3.0], "val_accuracy": [0.25, 0.5, 0.75], "seconds": [1.0]}
    test = {"loss": 1.0, "accuracy": 0.5, "recall": list(recall)}
    bins = [{"count": 4, "confidence": 0.5, "accuracy": 0.5}]
    results = {"history": history, "test": test | {"reliability": bins}, "diverged": None}
    return job.to_dict() | results


@pytest.fixture(scope="module")
def unequal():
    return imbalance.tiles(**SMALL | UNEQUAL)


def test_counts_are_those_of_the_knob_and_equal_classes_have_as_many_tiles(unequal):
    assert np.bincount(unequal.train.labels).tolist() == list(COUNTS)
    assert sum(COUNTS) == 10 * EQUAL["examples_per_class"] and EQUAL["imbalance"] == 1
    assert max(COUNTS) == UNEQUAL["examples_per_class"]
    assert max(COUNTS) / min(COUNTS) == UNEQUAL["imbalance"]
    for split in (unequal.val, unequal.test):
        assert np.bincount(split.labels).tolist() == [2] * 10
    assert TUNED.dataset == TILES | UNEQUAL


def test_rare_and_common_are_the_three_at_either_end():
    order = tuple(int(label) for label in np.argsort(COUNTS))
    assert order[:3] == RARE and order[:-4:-1] == COMMON


def test_class_weights_make_classes_weigh_the_same_and_all_images_as_many_as_they_are():
    in_all = [count * weight for count, weight in zip(COUNTS, WEIGHTS, strict=True)]
    assert in_all == pytest.approx([sum(COUNTS) / 10] * 10, rel=1e-3)
    assert class_weights([10, 10]) == (1.0, 1.0)
    for arm in ("weights", "focal_weights"):
        assert ARMS[arm].loss.class_weights == WEIGHTS


def test_rare_images_are_repeated_evenly_until_classes_are_equal(unequal):
    split = imbalance.tiles(**SMALL | UNEQUAL, resampled=True).train
    assert np.bincount(split.labels).tolist() == [max(COUNTS)] * 10
    numbered = Split(np.arange(7).reshape(7, 1, 1, 1), np.array([0, 1, 0, 2, 0, 1, 0]))
    images, labels = repeated(numbered)
    times = np.bincount(images.ravel())
    assert times.tolist() == [1, 2, 1, 4, 1, 2, 1]
    assert (numbered.labels[images.ravel()] == labels).all()


def test_repeated_images_make_as_many_steps():
    resampled, none = ARMS["resampled"], ARMS["none"]
    steps = none.num_epochs * none.steps_per_epoch(sum(COUNTS))
    assert resampled.num_epochs * resampled.steps_per_epoch(10 * max(COUNTS)) == steps


def test_arms_have_the_losses_that_their_names_say_and_one_judge():
    losses = {arm: recipe.loss for arm, recipe in ARMS.items()}
    assert losses["none"] == losses["resampled"] == losses["equal_none"] == CrossEntropy()
    assert losses["weights"] == CrossEntropy(class_weights=WEIGHTS)
    assert losses["adjusted"] == LogitAdjusted(), "the shares are counted in the training labels"
    assert CLAIM.run.func is train_and_judge and CLAIM.run.keywords["test"] is with_recall
    assert CLAIM.run.keywords["by_error"] and TUNED.judged_by is lowest_error


def test_arms_of_a_pair_differ_in_the_loss_or_the_images_alone():
    assert {arm for pair in TUNED.pairs for arm in pair} == set(ARMS) <= CLAIM.titles.keys()
    assert set(TUNED.metrics) <= CLAIM.titles.keys()
    epochs = {"num_epochs", "early_stopping"}
    for first, second in TUNED.pairs:
        ours, theirs = ARMS[first].to_dict(), ARMS[second].to_dict()
        changed = {name for name in ours if ours[name] != theirs[name]}
        other_images = TUNED.of_arm.get(first) != TUNED.of_arm.get(second)
        if "resampled" in (first, second):
            assert other_images and epochs <= changed <= epochs | {"loss"}
        elif (first, second) == ("none", "equal_none"):
            assert other_images and not changed
        else:
            assert not other_images and changed == {"loss"}


def test_strengths_of_focal_loss_are_its_gamma_alone():
    for arm, tried in STRENGTHS.items():
        weights = WEIGHTS if arm == "focal_weights" else None
        assert [recipe.loss for recipe in tried] == [Focal(1.0, weights), Focal(2.0, weights)]
        assert ARMS[arm] == tried[0]


def test_metrics_are_those_of_their_classes():
    run = made_run("none", 0, recall=np.arange(10) / 10)
    found = {name: metric(run) for name, metric in TUNED.metrics.items() if "epoch" not in name}
    assert found == pytest.approx(
        {
            "val_loss": 3.0,
            "lowest_val_loss": 1.5,
            "test_loss": 1.0,
            "calibration_error": 0.0,
            "balanced_accuracy": 0.45,
            "rare_recall": (0.5 + 0.2 + 0.1) / 3,
            "common_recall": (0.9 + 0.6 + 0.0) / 3,
            "unequal_accuracy": sum(i / 10 * count for i, count in enumerate(COUNTS)) / 1120,
        }
    )


def test_gain_of_focal_loss_is_that_of_each_seed():
    recalls = {"focal": 0.6, "none": 0.4, "equal_focal": 0.7, "equal_none": 0.75}
    runs = [
        made_run(arm, seed, recall=[recalls.get(arm, 0.5) + seed / 10] * 10, framework=framework)
        for framework in ("pytorch", "tensorflow")
        for arm in ARMS
        for seed in range(2)
    ]
    tuning = [run | {"arm": f"tuning_{run['arm']}"} for run in runs if run["seed"] == 0]
    summary = TUNED.summarize(tuning + runs)["pytorch"]
    assert summary["focal_gain"]["unequal"]["mean"] == pytest.approx(0.2)
    assert summary["focal_gain"]["equal"]["mean"] == pytest.approx(-0.05)
    assert summary["focal_gain"]["unequal-equal"]["mean"] == pytest.approx(0.25)
    assert "weights-none" in summary["rare_recall"]
