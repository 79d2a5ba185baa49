"""Metrics draw the right number from a stored run, and refuse to draw one from a diverged run."""

import pytest

from cnncourse.evidence.metrics import (
    epochs_to_lowest,
    last,
    lowest,
    on_test,
    seconds,
    steps_until,
)
from cnncourse.evidence.store import EvidenceError

RUN = {
    "arm": "sgd",
    "framework": "pytorch",
    "seed": 3,
    "history": {"loss": [5.0, 1.0, 5.0, 1.0, 1.0, 1.0], "val_accuracy": [0.5, 0.75]},
    "test": {"loss": 0.25, "accuracy": 0.875},
    "diverged": None,
}
DIVERGED = RUN | {"history": None, "test": None, "diverged": {"step": 17, "epoch": 0}}


def test_metrics_of_a_run():
    assert last("val_accuracy")(RUN) == 0.75
    assert last("loss")(RUN) == 1.0
    assert on_test("loss")(RUN) == 0.25
    assert lowest("loss")(RUN) == 1.0
    assert epochs_to_lowest("loss")(RUN) == 2, "the first of the lowest, counted from 1"


@pytest.mark.parametrize(
    ("loss", "window", "steps"), [(5.0, 1, 1), (1.0, 1, 2), (1.0, 2, 5), (3.0, 2, 2), (0.5, 2, 6)]
)
def test_steps_until_counts_the_steps_to_a_mean_over_a_window(loss, window, steps):
    assert steps_until(loss, window)(RUN) == steps


@pytest.mark.parametrize(
    "metric", [last("loss"), lowest("loss"), on_test("loss"), steps_until(1.0), seconds]
)
def test_diverged_run_has_no_number(metric):
    with pytest.raises(EvidenceError, match=r"'sgd', seed 3, in pytorch diverged at step 17"):
        metric(DIVERGED)


@pytest.mark.parametrize("metric", [last("accuracy_on_mars"), on_test("val_loss")])
def test_unknown_field_lists_the_known(metric):
    with pytest.raises(EvidenceError, match="choose one of"):
        metric(RUN)
