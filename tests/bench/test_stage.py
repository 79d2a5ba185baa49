"""The images of a benchmark: which are taken, how many, and that they reach the workers whole."""

import numpy as np
import pytest

from cnncourse import data
from cnncourse.bench import stage, track
from cnncourse.bench.contestants import all_contestants
from cnncourse.bench.race import Result
from cnncourse.bench.track import BATCH_SIZES, Settings, Track
from cnncourse.errors import CourseError


@pytest.fixture
def loaded(monkeypatch, make_images):
    """Have `data.load` and `data.folder` return made images; returns what they were asked for."""
    calls = []

    def give(source, **options):
        calls.append((source, options))
        return make_images()

    monkeypatch.setattr(data, "load", give)
    monkeypatch.setattr(data, "folder", give)
    return calls


def test_a_part_is_drawn_at_random_and_always_the_same(make_images):
    images = make_images()
    part = stage.part(images, 20, 5)
    assert (len(part.train.labels), len(part.val.labels)) == (20, 5)
    again = stage.part(images, 20, 5)
    np.testing.assert_array_equal(part.train.images, again.train.images)
    assert not np.array_equal(part.train.images, images.train.images[:20])
    for image, label in zip(*part.train, strict=True):
        where = (images.train.images == image).all((1, 2, 3))
        assert images.train.labels[where] == [label]


def test_saved_is_loaded(make_images, tmp_path):
    images = stage.part(make_images(), 20, 5)
    stage.save(images, tmp_path / "images.npz")
    found = stage.load(tmp_path / "images.npz")
    assert (found.name, found.synthetic) == (images.name, images.synthetic)
    assert found.class_names == images.class_names
    for ours, theirs in zip((*found.train, *found.val), (*images.train, *images.val), strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


@pytest.mark.parametrize(
    ("size", "folder", "is_here", "expected"),
    [
        (32, "cifar", True, "cifar"),
        (32, None, True, "cifar10"),
        (32, None, False, "aerial"),
        (128, "cifar", True, "aerial"),
    ],
)
def test_which_images_are_taken(loaded, monkeypatch, size, folder, is_here, expected):
    monkeypatch.setattr(data, "is_ready", lambda name: is_here)
    stage.choose(size, folder)
    ((name, options),) = loaded
    assert name == expected
    assert options.get("size", 32) == size
    assert 10 * options["examples_per_class"] == stage.MOST_TRAIN[size]
    assert options.get("name") == ("CIFAR-10 (JPEG)" if expected == "cifar" else None)


@pytest.mark.parametrize("size", BATCH_SIZES)
def test_the_usual_turn_is_one_epoch_of_the_images(size):
    """With fewer images an epoch would end, and a validation begin, within a timed turn."""
    assert stage.MOST_TRAIN[size] >= (Settings().num_steps + 1) * BATCH_SIZES[size]


@pytest.mark.parametrize(("size", "setting"), [(32, (128, 0.001)), (128, (8, 0.0003))])
def test_few_images_are_trained_on_to_a_loss_in_small_batches(
    monkeypatch, make_images, tmp_path, size, setting
):
    asked = []

    def run_alone(name, job):
        asked.append(job.recipe)
        return Result(epochs=[(1.0, 2.0)])

    monkeypatch.setattr(track, "run_alone", run_alone)
    usual = Settings()
    on_track = Track(tmp_path, make_images(), size, "cpu", usual, tell=lambda line: None)
    plain = all_contestants()["plain_pytorch"]
    found = on_track.train_to_loss([plain])
    assert {(recipe.batch_size, recipe.optimizer.lr) for recipe in asked} == {setting}
    assert [recipe.num_epochs for recipe in asked] == [usual.target_epochs, usual.num_epochs]
    run = on_track.as_run(plain, Result(), found["plain_pytorch"])
    assert (run["target_batch_size"], run["batch_size"]) == (setting[0], BATCH_SIZES[size])


def test_turns_longer_than_the_images_are_refused(make_images, tmp_path):
    settings = Settings(num_steps=20)
    track = Track(tmp_path, make_images(), 32, "cpu", settings, tell=lambda line: None)
    with pytest.raises(CourseError, match=r"20 steps need 2688 training images .* use fewer"):
        track.race([all_contestants()["plain_pytorch"]])
