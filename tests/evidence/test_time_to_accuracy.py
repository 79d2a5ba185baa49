"""The ablation of the tricks of fast training: one trick an arm, and the data it is made on."""

import os
import shutil
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnncourse import AlternatingFlip, HorizontalFlip, Recipe
from cnncourse.evidence.claims import find
from cnncourse.evidence.comparison import NUM_STEPS
from cnncourse.evidence.current import RELATIVE
from cnncourse.evidence.jpeg import (
    JPEG,
    JPEG_FOLDER,
    cifar10_jpeg,
    jpeg_folder,
    missing_jpeg,
)
from cnncourse.evidence.store import EvidenceError
from cnncourse.parity import rounding

NAMES = ("time_to_accuracy", "time_to_accuracy_gpu")


def arms_of(name: str) -> dict[str, Recipe]:
    return {job.labels["arm"]: Recipe.from_dict(job.recipe) for job in find(name).jobs(1)}


def differences(a: Recipe, b: Recipe) -> list[str]:
    return [f.name for f in fields(Recipe) if getattr(a, f.name) != getattr(b, f.name)]


@pytest.mark.parametrize("name", NAMES)
def test_each_arm_is_without_one_trick(name):
    arms = arms_of(name)
    full, plain = arms.pop("full"), arms.pop("no_trick")
    changed = {arm: differences(full, recipe) for arm, recipe in arms.items()}
    assert all(len(of_arm) == 1 for of_arm in changed.values()), changed
    # Two arms may take two tricks of one field: the decay is a part of the optimizer.
    assert len({repr(recipe) for recipe in arms.values()}) == len(arms)
    for arm in ("no_alternation", "no_shifts"):
        kinds = {type(transform) for transform in arms[arm].augmentation}
        assert kinds & {AlternatingFlip, HorizontalFlip}
    assert differences(arms["no_decay"], full) == ["optimizer"]
    assert type(arms["no_decay"].optimizer) is type(full.optimizer)
    without_any = Recipe(
        model=replace(full.model, whitening=False),
        optimizer=plain.optimizer,
        batch_size=full.batch_size,
        num_epochs=full.num_epochs,
    )
    assert plain == without_any


def test_summary_compares_each_arm_with_the_full_recipe():
    def run(arm, seed, accuracy):
        history = {"val_accuracy": [accuracy], "seconds": [2.0, 1.0]}
        test = {"accuracy": accuracy, "loss": 1.0}
        made = {"arm": arm, "framework": "pytorch", "seed": seed, "diverged": None}
        return made | {"history": history, "test": test}

    runs = [run("full", 0, 0.7), run("full", 1, 0.8), run("plain", 0, 0.5), run("plain", 1, 0.61)]
    runs += [run(arm, seed, 0.6) for arm in ("no_muon", "no_nesterov") for seed in (0, 1)]
    summary = find("time_to_accuracy").summarize(runs)["pytorch"]
    assert list(summary) == ["test_accuracy", "test_loss", "val_accuracy", "seconds"]
    assert summary["test_accuracy"]["plain-full"]["mean"] == pytest.approx(-0.195)
    assert summary["seconds"]["full"]["mean"] == 3.0


def test_nesterovs_step_is_told_from_muon():
    arms = arms_of("time_to_accuracy")
    assert arms["no_muon"].optimizer.nesterov
    assert arms["no_nesterov"].optimizer == replace(arms["no_muon"].optimizer, nesterov=False)

    def run(arm, seed, accuracy):
        made = {"arm": arm, "framework": "pytorch", "seed": seed, "diverged": None}
        history = {"val_accuracy": [accuracy], "seconds": [1.0]}
        return made | {"history": history, "test": {"accuracy": accuracy, "loss": 1.0}}

    values = {"full": 0.9, "no_muon": 0.5, "no_nesterov": 0.25}
    runs = [run(arm, seed, value) for arm, value in values.items() for seed in (0, 1)]
    found = find("time_to_accuracy").summarize(runs)["pytorch"]["test_accuracy"]
    assert found["no_nesterov-no_muon"]["mean"] == -0.25
    assert found["no_nesterov-full"]["mean"] == pytest.approx(-0.65)


def test_gpu_and_photographs_are_measured_on_request_only():
    assert all(find(name).on_request for name in (*NAMES, "ten_minutes_on_cpu"))


@pytest.fixture
def photographs(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    for split, count in (("train", 60), ("test", 2)):
        for kind in ("cat", "dog"):
            place = tmp_path / split / kind
            place.mkdir(parents=True)
            for i in range(count):
                pixels = rng.integers(0, 256, (8, 8, 3), dtype=np.uint8)
                Image.fromarray(pixels).save(place / f"{i}.jpg")
    monkeypatch.setenv(JPEG_FOLDER, str(tmp_path))


@pytest.mark.filterwarnings("ignore:.*classes with fewer")
def test_photographs_come_from_the_folder_that_is_named(photographs):
    images = cifar10_jpeg(JPEG, val=0.1, examples_per_class=5)
    assert images.name == "CIFAR-10 (JPEG)"
    assert images.train.images.shape == (10, 8, 8, 3)
    assert len(images.test.labels) == 4


def test_photographs_are_found_in_the_mirror_of_all_data(photographs, monkeypatch):
    folder = Path(os.environ[JPEG_FOLDER])
    monkeypatch.delenv(JPEG_FOLDER)
    (folder / "mirror").mkdir()
    shutil.move(folder / "train", folder / "mirror" / "cifar10" / "train")
    monkeypatch.setenv("CNNCOURSE_DATA", str(folder / "mirror"))
    assert jpeg_folder() == folder / "mirror" / "cifar10"
    assert missing_jpeg() == ""


@pytest.mark.parametrize("folder", [None, "/nowhere"])
def test_missing_folder_gives_one_line(folder, monkeypatch):
    monkeypatch.delenv("CNNCOURSE_DATA", raising=False)
    monkeypatch.delenv(JPEG_FOLDER, raising=False)
    if folder:
        monkeypatch.setenv(JPEG_FOLDER, folder)
    with pytest.raises(EvidenceError, match="let CNNCOURSE_CIFAR10_JPEG name a folder") as caught:
        cifar10_jpeg("CIFAR-10 (JPEG)")
    assert "\n" not in str(caught.value)
    assert find("time_to_accuracy").missing() == str(caught.value)


def test_ten_minutes_are_those_of_one_process_of_two_threads():
    claim = find("ten_minutes_on_cpu")
    assert (claim.in_turn, claim.num_threads, claim.device) == (True, 2, "cpu")


@pytest.mark.parametrize("name", ["time_to_accuracy_gpu", "ten_minutes_on_cpu"])
def test_first_losses_come_again_where_rounding_is_another_one(name, make_images):
    # As on a device, or with a number of threads, that the check does not have.
    claim, images = find(name), make_images(num_train=200, image_shape=(16, 16, 3))
    job = claim.jobs(1)[0]
    narrow = job.recipe["model"] | {"width": 8}
    job = replace(job, recipe=job.recipe | {"batch_size": 50, "model": narrow})
    losses = claim.first_losses(job, load=lambda name, **options: images)
    assert len(losses) == NUM_STEPS
    recipe = Recipe.from_dict(job.recipe | claim.first_losses.keywords["changes"])
    assert rounding(recipe, images, losses) < RELATIVE / 100


def test_ten_minutes_report_the_run_and_its_time():
    history = {"val_accuracy": [0.5, 0.6], "seconds": [2.0, 1.0]}
    run = {"history": history, "test": {"loss": 1.0, "accuracy": 0.7}, "diverged": None}
    summary = find("ten_minutes_on_cpu").summarize([run])
    assert summary == {"test_accuracy": 0.7, "test_loss": 1.0, "val_accuracy": 0.6, "seconds": 3.0}
