"""Predictions over several views: which they are, and what is kept of them."""

import numpy as np
import pytest

from cnncourse.data.images import Split
from cnncourse.evidence.claims import views as claim
from cnncourse.evidence.claims.views import VIEWS, logits_of_views, moved, summarize_views


def test_moved_images_repeat_their_border():
    image = np.arange(12, dtype=np.uint8).reshape(1, 3, 4, 1)
    assert moved(image, 1, 0)[0, :, :, 0].tolist() == [[0, 1, 2, 3], [0, 1, 2, 3], [4, 5, 6, 7]]
    assert moved(image, 0, -2)[0, 0, :, 0].tolist() == [2, 3, 3, 3]
    assert (moved(image, 0, 0) == image).all()


@pytest.mark.parametrize("framework", ["pytorch", "tensorflow"])
def test_views_are_one_two_or_ten(framework, monkeypatch):
    seen = []

    class Package:
        @staticmethod
        def predict(model, images, *, flips):
            seen.extend([images.tobytes()] * (1 + flips))
            return images.mean(axis=(1, 2))

    monkeypatch.setattr(claim, "backend", lambda name: Package)
    images = np.random.default_rng(0).integers(0, 256, (2, 8, 8, 3), np.uint8)
    for count in VIEWS:
        seen.clear()
        logits = logits_of_views(framework, "model", images, count)
        assert len(seen) == count and len(set(seen)) == max(1, count // 2)
        assert logits.shape == (2, 3)


def test_results_of_views_are_those_of_their_mean_logits(monkeypatch):
    monkeypatch.setattr(claim, "loss_and_accuracy", lambda *of: {"loss": 9.0, "accuracy": 0.1})
    logits = np.log([[0.25, 0.75], [0.5, 0.5]])
    monkeypatch.setattr(claim, "logits_of_views", lambda *of: logits)
    split = Split(np.zeros((2, 4, 4, 1), np.uint8), np.array([1, 1]))
    found = claim.with_views("pytorch", "model", split, None)
    assert found["loss"] == 9.0 and [views["count"] for views in found["views"]] == list(VIEWS)
    for views in found["views"]:
        assert views["loss"] == pytest.approx(-np.log([0.75, 0.5]).mean())
        assert views["accuracy"] == 0.5 and views["seconds"] >= 0


def test_each_number_of_views_is_an_arm():
    def run(arm, seed, losses):
        views = [
            {"count": n, "loss": loss + seed, "accuracy": 0.5, "seconds": n}
            for n, loss in zip(VIEWS, losses, strict=True)
        ]
        of_arm = {"arm": arm, "seed": seed, "framework": "pytorch"}
        return of_arm | {"test": {"views": views}, "diverged": None}

    runs = [run(arm, seed, (3.0, 2.0, 4.0)) for arm in claim.SEEN for seed in (0, 1)]
    loss = summarize_views(runs)["pytorch"]["test_loss"]
    assert loss["flip_2-flip_1"]["mean"] == -1.0 and loss["none_10-none_2"]["mean"] == 2.0
    assert loss["source_1"]["mean"] == 3.5
