"""Aerial tiles: repeatable, steered by their knobs, and told apart by pattern rather than color."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from cnncourse.data import aerial, load
from cnncourse.errors import DataError

SMALL = {"size": 32, "examples_per_class": 3, "holdout_per_class": 2}


def fingerprint(images) -> str:
    digest = hashlib.sha256()
    for split in (images.train, images.val, images.test):
        digest.update(split.images.tobytes())
        digest.update(split.labels.tobytes())
    return digest.hexdigest()


def tiles_of(split, label: int) -> set[bytes]:
    return {image.tobytes() for image in split.images[split.labels == label]}


def test_shapes_and_names():
    images = load("aerial", **SMALL)
    assert images.train.images.shape == (30, 32, 32, 3)
    assert images.val.images.shape == images.test.images.shape == (20, 32, 32, 3)
    assert images.num_classes == 10
    assert images.class_names[0] == "AnnualCrop"
    assert images.class_names[-1] == "SeaLake"
    assert images.synthetic


def test_the_same_seed_gives_the_same_bytes_in_another_process():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_aerial import *; "
        "print(fingerprint(load('aerial', **SMALL, seed=5)))"
    )
    folder = __file__.rpartition("/")[0]
    other = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True)
    assert other.stdout.strip() == fingerprint(load("aerial", **SMALL, seed=5)), other.stderr
    assert fingerprint(load("aerial", **SMALL, seed=6)) != other.stdout.strip()


def test_the_tiles_are_those_that_were_measured_on():
    """Stored measurements stand on these tiles; rounding may differ a little between computers."""
    test = load("aerial", **SMALL).test
    in_order = test.images[np.argsort(test.labels, kind="stable")]
    greens = in_order[:, 8::16, 8::16, 1].reshape(10, 8)  # four pixels of both tiles of a class
    expected = [
        [163, 111, 156, 141, 129, 117, 94, 106],
        [186, 82, 149, 111, 26, 113, 50, 177],
        [144, 106, 183, 106, 124, 96, 114, 158],
        [157, 146, 89, 70, 92, 62, 116, 114],
        [165, 150, 154, 149, 135, 112, 107, 123],
        [146, 85, 120, 166, 27, 116, 165, 165],
        [77, 111, 163, 107, 160, 74, 102, 91],
        [81, 177, 111, 107, 72, 120, 80, 133],
        [166, 134, 138, 124, 190, 161, 136, 124],
        [114, 103, 102, 100, 115, 110, 117, 119],
    ]
    np.testing.assert_allclose(greens.astype(int), expected, atol=2)


def test_no_tile_comes_twice():
    images = load("aerial", **SMALL)
    tiles = [t.tobytes() for split in (images.train, images.val, images.test) for t in split.images]
    assert len(set(tiles)) == len(tiles) == 70


def test_more_examples_keep_the_tiles_there_were():
    few, many = load("aerial", **SMALL), load("aerial", **(SMALL | {"examples_per_class": 5}))
    for label in range(10):
        assert tiles_of(few.train, label) < tiles_of(many.train, label)
    np.testing.assert_array_equal(few.test.images, many.test.images)


def test_a_larger_tile_shows_the_same_scene():
    small = load("aerial", **SMALL, noise=0).train
    large = load("aerial", **(SMALL | {"size": 128}), noise=0).train
    np.testing.assert_array_equal(small.labels, large.labels)
    coarse = large.images.reshape(-1, 8, 16, 8, 16, 3).mean((2, 4))
    same = small.images.reshape(-1, 8, 4, 8, 4, 3).mean((2, 4))
    for a, b in zip(coarse, same, strict=True):
        assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.9


def test_the_order_is_mixed():
    labels = load("aerial", **SMALL).train.labels
    assert len(set(labels[:10])) > 5  # four if one class followed the other


def test_noise_is_added_to_the_same_scene():
    clean = load("aerial", **SMALL, noise=0).train.images.astype(float)
    noisy = load("aerial", **SMALL, noise=12).train.images.astype(float)
    middle = (clean > 60) & (clean < 195)  # away from where values are cut off
    assert 11 < (noisy - clean)[middle].std() < 13
    assert abs((noisy - clean)[middle].mean()) < 0.5


def test_imbalance_sets_the_ratio_of_the_classes():
    images = load("aerial", **(SMALL | {"examples_per_class": 20}), imbalance=10)
    counts = np.sort(np.bincount(images.train.labels))
    assert counts[0] == 2
    assert counts[-1] == 20
    ratios = counts[1:] / counts[:-1]
    assert ratios.max() < 1.7  # 10 ** (1/9) is 1.29, then come whole numbers
    assert np.bincount(images.test.labels).tolist() == [2] * 10


def test_imbalance_draws_which_class_is_rare():
    rare = {
        int(np.argmin(np.bincount(load("aerial", **SMALL, imbalance=3, seed=seed).train.labels)))
        for seed in range(3)
    }
    assert len(rare) > 1


def test_label_noise_touches_training_labels_only():
    clean = load("aerial", **SMALL)
    noisy = load("aerial", **SMALL, label_noise=0.3)
    assert (noisy.train.labels != clean.train.labels).sum() == 9
    np.testing.assert_array_equal(noisy.train.images, clean.train.images)
    np.testing.assert_array_equal(noisy.val.labels, clean.val.labels)
    np.testing.assert_array_equal(noisy.test.labels, clean.test.labels)


@pytest.mark.parametrize(
    "knob",
    [
        {"size": 15},
        {"size": 64.0},
        {"examples_per_class": 0},
        {"holdout_per_class": 0},
        {"noise": -1},
        {"imbalance": 0.5},
        {"label_noise": 1},
        {"seed": -1},
    ],
)
def test_impossible_knobs_are_named(knob):
    (name,) = knob
    with pytest.raises(DataError, match=f"^{name} is "):
        load("aerial", **knob)


def color_features(images):
    """Mean and standard deviation of each color in each image."""
    return np.concatenate([images.mean((1, 2)), images.std((1, 2))], axis=1)


def pattern_features(images):
    """Histograms of local binary patterns on three scales (Ojala et al., 2002).

    A pattern says which of a pixel's eight neighbors are brighter than it; it knows no color.
    """
    gray = images.astype(np.float32).mean(axis=3)
    size, histograms = gray.shape[1], []
    steps = [(-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1)]
    for reach in (1, 2, 4):
        center = gray[:, reach:-reach, reach:-reach]
        codes = np.zeros(center.shape, int)
        for bit, (down, right) in enumerate(steps):
            rows = slice(reach + down * reach, size - reach + down * reach)
            columns = slice(reach + right * reach, size - reach + right * reach)
            codes |= (gray[:, rows, columns] > center).astype(int) << bit
        histograms.append([np.bincount(code.ravel(), minlength=256) for code in codes])
    return np.concatenate(histograms, axis=1)


def test_pattern_tells_the_classes_apart_and_color_does_not():
    images = load("aerial", examples_per_class=30, holdout_per_class=20)
    accuracy = {}
    for features in (color_features, pattern_features):
        forest = RandomForestClassifier(100, random_state=0)
        forest.fit(features(images.train.images), images.train.labels)
        accuracy[features] = forest.score(features(images.test.images), images.test.labels)
    assert accuracy[color_features] < 0.5
    assert accuracy[pattern_features] > 0.65
    assert accuracy[pattern_features] > accuracy[color_features] + 0.25


def test_every_class_has_its_scene():
    for name in aerial.CLASS_NAMES:
        rng = np.random.default_rng(0)
        scene = aerial.SCENES[name](*aerial.ground(32, rng), rng)
        assert scene.color.shape == (32, 32, 3)
        assert scene.height.shape == (32, 32)
        assert scene.color.dtype == scene.height.dtype == np.float32
        assert np.isfinite(scene.color).all()
