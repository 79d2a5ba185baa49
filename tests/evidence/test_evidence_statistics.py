"""Intervals and paired differences, against SciPy and against what intervals promise."""

import numpy as np
import pytest
from scipy import stats

from cnncourse.evidence.metrics import last
from cnncourse.evidence.statistics import by_seed, compare, interval, paired_difference
from cnncourse.evidence.store import EvidenceError


def test_interval_is_that_of_scipy():
    sample = [0.31, 0.28, 0.35, 0.30, 0.33]
    found = interval(sample)
    low, high = stats.t.interval(0.95, 4, loc=np.mean(sample), scale=stats.sem(sample))
    assert found["mean"] == pytest.approx(np.mean(sample))
    assert found["sd"] == pytest.approx(np.std(sample, ddof=1))
    assert (found["low"], found["high"]) == pytest.approx((low, high))
    assert found["n"] == 5


def test_interval_covers_the_true_mean_as_often_as_it_says():
    rng = np.random.default_rng(0)
    samples = rng.normal(3.0, 2.0, size=(2000, 4))
    covered = [found["low"] <= 3.0 <= found["high"] for found in map(interval, samples)]
    assert 0.935 < np.mean(covered) < 0.965


def test_interval_of_equal_values_is_a_point():
    found = interval([0.5, 0.5, 0.5])
    assert (found["low"], found["sd"], found["high"]) == (0.5, 0.0, 0.5)


@pytest.mark.parametrize(
    ("sample", "message"),
    [([], "0 seed"), ([1.0], "--seeds 2"), ([1.0, float("nan")], "not finite")],
)
def test_interval_without_a_spread_is_refused(sample, message):
    with pytest.raises(EvidenceError, match=message):
        interval(sample)


def test_pairing_finds_a_difference_that_the_spread_of_seeds_hides():
    first = {0: 0.10, 1: 0.50, 2: 0.90}
    second = {0: 0.12, 1: 0.53, 2: 0.925}
    a, b = interval(first.values()), interval(second.values())
    assert a["high"] > b["low"]
    found = paired_difference(first, second)
    assert found["verdict"] == "lower"
    test = stats.ttest_rel(list(first.values()), list(second.values()))
    low, high = test.confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((low, high))
    assert paired_difference(second, first)["verdict"] == "higher"


def test_paired_difference_takes_common_seeds_only():
    found = paired_difference({0: 1.0, 1: 2.0, 7: 100.0}, {1: 1.0, 0: 0.5, 8: -100.0})
    assert (found["mean"], found["n"]) == (0.75, 2)


@pytest.mark.parametrize("differences", [(0.0, 0.0), (-1.0, 1.0), (0.01, 0.5), (-0.5, -0.01)])
def test_no_conclusion_when_the_interval_contains_zero(differences):
    first = dict(enumerate(differences))
    found = paired_difference(first, {0: 0.0, 1: 0.0})
    assert found["low"] <= 0 <= found["high"]
    assert found["verdict"] == "no conclusion"


def _run(arm, framework, seed, val_loss):
    history = {"val_loss": [9.0, val_loss]}
    return {
        "arm": arm,
        "framework": framework,
        "seed": seed,
        "history": history,
        "diverged": None,
    }


def test_compare_keeps_frameworks_apart_and_pairs_arms_in_order():
    runs = [
        _run(arm, framework, seed, base + 0.01 * seed + shift)
        for seed in (0, 1, 2)
        for arm, base in (("adam", 0.2), ("sgd", 0.4), ("rmsprop", 0.3))
        for framework, shift in (("pytorch", 0.0), ("tensorflow", 5.0))
    ]
    summary = compare(runs, {"val_loss": last("val_loss")})
    assert list(summary) == ["pytorch", "tensorflow"]
    of_torch = summary["pytorch"]["val_loss"]
    pairs = ["adam-sgd", "adam-rmsprop", "sgd-rmsprop"]
    assert list(of_torch) == ["adam", "sgd", "rmsprop", *pairs]
    assert of_torch["sgd"]["mean"] == pytest.approx(0.41)
    assert of_torch["sgd"]["n"] == 3
    assert of_torch["adam-sgd"]["mean"] == pytest.approx(-0.2)
    assert of_torch["adam-sgd"]["verdict"] == "lower"
    assert summary["tensorflow"]["val_loss"]["sgd"]["mean"] == pytest.approx(5.41)
    pairs = ("adam", "sgd"), ("rmsprop", "sgd")
    to_sgd = compare(runs, {"val_loss": last("val_loss")}, pairs)["pytorch"]["val_loss"]
    assert list(to_sgd) == ["adam", "sgd", "rmsprop", "adam-sgd", "rmsprop-sgd"]
    assert to_sgd["rmsprop-sgd"]["mean"] == pytest.approx(-0.1)
    assert by_seed(runs, "sgd", "pytorch", last("val_loss")) == pytest.approx(
        {0: 0.4, 1: 0.41, 2: 0.42}
    )
