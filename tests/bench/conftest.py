"""Made results of a benchmark, and a job for a contestant that only pretends to train."""

import pytest

from cnncourse import VGG, BatchNorm, HorizontalFlip, Recipe, Shift
from cnncourse.bench import stage
from cnncourse.bench.contestants import PEER, Contestant
from cnncourse.bench.worker import Job


@pytest.fixture
def make_run():
    """Return a function that makes the stored results of a contestant."""

    def make(contestant="plain_pytorch", kind=PEER, seconds=(1.0, 1.0, 1.0), **changes) -> dict:
        return {
            "contestant": contestant,
            "title": contestant.replace("_", " "),
            "kind": kind,
            "framework": "tensorflow" if "tensorflow" in contestant else "pytorch",
            "precision": "bfloat16" if "bfloat16" in contestant else "float32",
            "compiled": False,
            "size": 32,
            "dataset": "rows",
            "synthetic": True,
            "batch_size": 8,
            "num_steps": 5,
            "seconds": list(seconds),
            "first_step": 0.5,
            "peak_bytes": 100_000_000,
            "target": None,
            "to_loss": [],
            "problem": "",
        } | changes

    return make


@pytest.fixture
def make_job(make_images, tmp_path):
    """Return a function that makes the job of a contestant on a few small images."""
    stage.save(make_images(num_train=32), tmp_path / "images.npz")
    recipe = Recipe(
        model=VGG(width=2, norm=BatchNorm()),
        batch_size=16,
        num_epochs=2,
        augmentation=(HorizontalFlip(), Shift(0.1, 0.1)),
    )

    def make(contestant: Contestant | str, num_steps: int | None = 1, **settings) -> Job:
        if isinstance(contestant, str):
            run = f"made_contestants:{contestant}"
            contestant = Contestant(contestant, contestant, run, "pytorch", PEER)
        log = tmp_path / f"{contestant.name}.log"
        return Job(
            contestant, tmp_path / "images.npz", recipe, log, num_steps=num_steps, **settings
        )

    return make
