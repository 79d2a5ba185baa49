"""The measurements behind the pages on optimizers: metrics, slice, data for fine-tuning."""

import numpy as np
import pytest

from cnncourse import data, evidence
from cnncourse.evidence.claims.fine_tuning import TRIED as TRIED_IN_FINE_TUNING
from cnncourse.evidence.claims.fine_tuning import tilted
from cnncourse.evidence.claims.loss_slice import plane
from cnncourse.evidence.claims.optimizers import (
    TRIED,
    TUNED,
    climb,
    oscillation,
    summarize_tries,
)


def run_of(*losses: float) -> dict:
    return {"history": {"loss": list(losses)}}


def test_falling_curve_neither_climbs_nor_oscillates():
    falling = run_of(3.0, 2.0, 1.9, 0.5)
    assert climb(window=1)(falling) == 0
    assert oscillation(falling) == 0


def test_climb_is_measured_from_the_lowest_point_before():
    # 1.0 to 1.8 is the largest rise; from 0.2 it climbs by 0.6 only.
    assert climb(window=1)(run_of(2.0, 1.0, 1.4, 1.8, 0.2, 0.8)) == pytest.approx(0.8)


def test_climb_averages_over_its_window():
    # Means of two: 1, 1, 1, 2.
    assert climb(window=2)(run_of(2.0, 0.0, 2.0, 0.0, 4.0)) == pytest.approx(1.0)


def test_oscillation_counts_rises_and_not_falls():
    assert oscillation(run_of(1.0, 3.0, 0.0, 1.0)) == pytest.approx((2 + 0 + 1) / 3)


def rows(losses: dict[float, list]) -> list[dict]:
    return [{"lr": lr, "val_loss": loss} for lr, of in losses.items() for loss in of]


def test_best_rate_is_that_of_the_lowest_mean():
    tries = rows({0.1: [0.9, 0.1], 0.3: [0.4, 0.4], 1.0: [0.9, 0.9]})
    summary = summarize_tries(tries)
    assert summary["best_lr"] == 0.3
    assert summary["val_loss"] == pytest.approx(0.4)
    assert summary["num_tried"] == 3
    assert summary["num_good"] == 2


def test_rate_with_a_diverged_run_is_ruled_out_but_counts_as_tried():
    summary = summarize_tries(rows({0.1: [0.5, 0.5], 0.3: [0.1, None]}))
    assert summary["best_lr"] == 0.1
    assert summary["num_tried"] == 2
    assert summary["num_good"] == 1


def test_rates_two_away_are_reported_where_there_are_any():
    losses = {0.1: [3.0], 0.3: [2.0], 1.0: [1.0], 3.0: [2.5], 10.0: [None]}
    summary = summarize_tries(rows(losses))
    assert summary["two_lower"] == 3.0
    assert "two_higher" not in summary, "that rate diverged"


@pytest.mark.parametrize("tried", [TRIED, TRIED_IN_FINE_TUNING])
def test_every_optimizer_has_the_same_budget(tried):
    assert len({len(rates) for rates in tried.values()}) == 1


def test_compared_rates_are_those_that_the_sweep_found_best():
    summary = evidence.load("learning_rate_sweep").summary
    found = {
        network: {optimizer: tries["best_lr"] for optimizer, tries in of_network.items()}
        for network, of_network in summary.items()
    }
    assert found == TUNED


def test_plane_holds_points_that_lie_in_one():
    rng = np.random.default_rng(0)
    basis = np.linalg.qr(rng.normal(size=(7, 2)))[0].T
    coordinates = rng.normal(size=(20, 2)) * [3, 1]
    points = 5 + coordinates @ basis
    center, directions, explained = plane(points)
    assert explained == pytest.approx(1)
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-12)
    back = center + (points - center) @ directions.T @ directions
    np.testing.assert_allclose(back, points, atol=1e-12)


def test_plane_says_how_much_it_leaves_out():
    corners = np.array([[3, 0, 0], [-3, 0, 0], [0, 2, 0], [0, -2, 0], [0, 0, 1], [0, 0, -1]])
    assert plane(corners.astype(float))[2] == pytest.approx((9 + 4) / (9 + 4 + 1))


@pytest.fixture(scope="module")
def digits():
    return data.load("digits")


def test_few_images_of_each_class_are_kept_for_training_alone(digits):
    few = tilted(digits, degrees=30, per_class=3, seed=0)
    assert np.bincount(few.train.labels).tolist() == [3] * 10
    assert len(few.val.labels) == len(digits.val.labels)
    np.testing.assert_array_equal(few.test.labels, digits.test.labels)


def test_seed_draws_the_kept_images(digits):
    kept = [tilted(digits, 30, 3, seed).train.images for seed in (0, 0, 1)]
    np.testing.assert_array_equal(kept[0], kept[1])
    assert np.any(kept[0] != kept[2])


def test_images_turn_counterclockwise(digits):
    turned = tilted(digits, degrees=90, per_class=1, seed=0)
    np.testing.assert_array_equal(turned.test.images, np.rot90(digits.test.images, axes=(1, 2)))
