"""Bins of confidence and the expected calibration error, against the definition written out."""

import numpy as np
import pytest
from scipy.special import softmax

from cnncourse.evidence.calibration import (
    NUM_BINS,
    calibration_error,
    reliability,
    with_reliability,
)


def run_with(bins) -> dict:
    return {"test": {"reliability": bins}, "diverged": None}


def by_hand(logits, labels) -> float:
    """Guo et al. (2017), equation 3: intervals ((m - 1)/M, m/M]; no confidence lies on an edge."""
    probabilities = softmax(logits, axis=1)
    total = 0.0
    for m in range(1, NUM_BINS + 1):
        inside = [
            i
            for i, row in enumerate(probabilities)
            if (m - 1) / NUM_BINS < max(row) <= m / NUM_BINS
        ]
        if inside:
            accuracy = np.mean([np.argmax(probabilities[i]) == labels[i] for i in inside])
            confidence = np.mean([max(probabilities[i]) for i in inside])
            total += len(inside) / len(labels) * abs(accuracy - confidence)
    return total


@pytest.mark.parametrize("scale", [0.1, 1.0, 5.0])
def test_error_is_that_of_the_definition(scale):
    rng = np.random.default_rng(0)
    logits, labels = scale * rng.normal(size=(300, 4)), rng.integers(4, size=300)
    bins = reliability(logits, labels)
    assert calibration_error(run_with(bins)) == pytest.approx(by_hand(logits, labels), abs=1e-12)
    assert sum(bin["count"] for bin in bins) == 300


def test_certain_predictions_share_the_last_bin_with_nearly_certain_ones():
    logits = np.array([[1000.0, 0.0]] * 3 + [np.log([0.96, 0.04])])
    (only,) = reliability(logits, np.array([0, 0, 0, 1]))
    assert only == {"count": 4, "confidence": pytest.approx(0.99), "accuracy": 0.75}


def test_large_logits_of_low_precision_are_no_overflow():
    (only,) = reliability(np.array([[6e4, -6e4]], np.float16), np.array([0]))
    assert only["confidence"] == 1.0


@pytest.mark.parametrize("framework", ["pytorch", "tensorflow"])
def test_bins_are_those_of_the_model_on_the_split(framework, monkeypatch):
    from cnncourse.data.images import Split
    from cnncourse.recipe import Recipe

    class Package:
        @staticmethod
        def predict(model, images, *, flips):
            assert (model, flips) == ("model", True)
            return np.log([[0.9, 0.1]] * len(images))

        @staticmethod
        def evaluate(model, split, recipe):
            return 0.5, 0.25

    asked = []
    for module in ("calibration", "comparison"):
        monkeypatch.setattr(
            f"cnncourse.evidence.{module}.backend", lambda name: asked.append(name) or Package
        )
    split = Split(np.zeros((2, 4, 4, 1), np.uint8), np.array([0, 1]))
    found = with_reliability(framework, "model", split, Recipe(test_flips=True))
    assert found["loss"] == 0.5 and found["accuracy"] == 0.25
    assert found["reliability"][0]["count"] == 2 and found["reliability"][0]["accuracy"] == 0.5
    assert set(asked) == {framework}
