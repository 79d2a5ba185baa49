"""Smoothed, wrong and squared targets: what their claims' arms differ in, and are compared by."""

import numpy as np
import pytest

from cnncourse import CrossEntropy, MeanSquaredError, data
from cnncourse.evidence.across_losses import train_and_judge
from cnncourse.evidence.claims import targets
from cnncourse.evidence.claims.targets import LABELED, OF_LOGITS, TILES
from cnncourse.evidence.comparison import arm_jobs
from cnncourse.evidence.store import Evidence
from cnncourse.evidence.verdicts import decide

CLAIMS = {claim.name: claim for claim in targets.CLAIMS}


def made_run(arm, recipe, seed, framework, number) -> dict:
    (job,) = arm_jobs({arm: recipe}, [seed], (framework,), {"name": "digits"})
    history = {"val_loss": [4.0 + number], "val_accuracy": [0.5], "seconds": [1.0]}
    bins = [{"count": 4, "confidence": 0.5, "accuracy": 0.75}]
    test = {"loss": 3.0 + number, "accuracy": 0.5 + number / 10, "reliability": bins}
    return job.to_dict() | {"history": history, "test": test, "diverged": None}


def summary_of(claim) -> dict:
    """From runs of which the arms, in their order, have ever higher losses and accuracies."""
    tuned = claim.jobs.__self__
    runs = [
        made_run(arm, recipe, seed, framework, number)
        for framework in ("pytorch", "tensorflow")
        for seed in range(2)
        for number, (arm, recipe) in enumerate(tuned.arms.items())
    ]
    tuning = [run | {"arm": f"tuning_{run['arm']}"} for run in runs]
    return claim.summarize(tuning + runs)


@pytest.mark.parametrize("claim", targets.CLAIMS, ids=lambda claim: claim.name)
def test_arms_of_a_pair_differ_in_the_loss_or_the_labels_alone(claim):
    tuned = claim.jobs.__self__
    assert {arm for pair in tuned.pairs for arm in pair} == set(tuned.arms)
    assert {*tuned.arms, *tuned.metrics} <= claim.titles.keys()
    for pair in tuned.pairs:
        ours, theirs = (tuned.arms[arm].to_dict() for arm in pair)
        changed = {name for name in ours if ours[name] != theirs[name]}
        other_labels = tuned.of_arm.get(pair[0]) != tuned.of_arm.get(pair[1])
        assert changed == (set() if other_labels else {"loss"})


def test_arms_have_the_losses_that_their_names_say():
    smoothed = CLAIMS["label_smoothing"].jobs.__self__.arms
    assert {arm: recipe.loss for arm, recipe in smoothed.items()} == {
        "none": CrossEntropy(),
        "smoothed_05": CrossEntropy(label_smoothing=0.05),
        "smoothed_10": CrossEntropy(label_smoothing=0.1),
        "smoothed_20": CrossEntropy(label_smoothing=0.2),
    }
    squared = CLAIMS["squared_error"].jobs.__self__.arms
    assert squared["squared"].loss == MeanSquaredError()
    assert squared["cross_entropy"].loss == CrossEntropy()
    assert LABELED["smoothed_wrong"].loss == CrossEntropy(label_smoothing=0.2)


def test_a_fifth_of_the_training_labels_is_wrong_and_no_other():
    of_arm = CLAIMS["label_noise"].jobs.__self__.of_arm
    assert set(of_arm) == {arm for arm in LABELED if arm.endswith("_wrong")}
    small = TILES | {"size": 16, "examples_per_class": 10, "holdout_per_class": 2}
    right = data.load(**small)
    for arm in of_arm:
        wrong = data.load(**small | of_arm[arm])
        assert (wrong.train.labels != right.train.labels).mean() == 0.2
        assert (wrong.train.images == right.train.images).all()
        for split in ("val", "test"):
            np.testing.assert_array_equal(
                getattr(wrong, split).labels, getattr(right, split).labels
            )


@pytest.mark.parametrize("claim", targets.CLAIMS, ids=lambda claim: claim.name)
def test_verdict_rests_on_runs_that_are_judged_alike(claim):
    assert claim.run.func is train_and_judge
    stored = Evidence("", "", {}, {}, "2026-01-01", summary_of(claim), [])
    found = decide(stored, claim.verdict)
    assert found.difference["n"] == 2 and found.difference["mean"] != 0


@pytest.mark.parametrize("claim", targets.CLAIMS, ids=lambda claim: claim.name)
def test_rate_and_epoch_are_chosen_by_what_the_verdict_is_on(claim):
    by_error = "accuracy" in claim.verdict.path
    history = {"val_loss": [2.0, 1.5, 3.0], "val_accuracy": [0.25, 0.5, 0.75]}
    chosen_by = claim.jobs.__self__.judged_by({"history": history, "diverged": None})
    assert chosen_by == (0.25 if by_error else 1.5)
    assert claim.run.keywords["by_error"] == by_error


def test_only_outputs_that_are_logits_have_a_test_loss():
    summary = summary_of(CLAIMS["label_noise"])
    for framework in ("pytorch", "tensorflow"):
        for metric in OF_LOGITS:
            of_metric = summary[framework][metric]
            assert not [name for name in of_metric if "squared" in name]
            assert {"none_wrong", "smoothed_wrong-none_wrong"} <= of_metric.keys()
        accuracy = summary[framework]["test_accuracy"]
        assert accuracy["squared_wrong-none_wrong"]["mean"] == pytest.approx(0.2)
    assert list(summary_of(CLAIMS["squared_error"])["pytorch"]["test_loss"]) == ["cross_entropy"]


def test_calibration_is_measured_where_outputs_are_logits():
    of_metric = summary_of(CLAIMS["label_smoothing"])["pytorch"]["calibration_error"]
    assert of_metric["smoothed_20"]["mean"] == 0.25
