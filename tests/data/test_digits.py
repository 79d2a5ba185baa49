"""The digits: real images in splits that never change."""

import hashlib

import numpy as np
import pytest

from cnncourse import data
from cnncourse.errors import DataError

# SHA-256 of the bytes of the images and labels. Measurements of the book stand on these splits.
PINNED = {
    "train": "ab18b155f5c77fdf2a4c5c8bfdf1664e708dbf13e5c58fa4b3b63a5c13d20327",
    "val": "6ae0c938a46a805ad3504b25e0149b287b95c293785cc483a3a28f632804b1f0",
    "test": "b8f3a7208b84a0a7aa6f24e7db88d2cfdb62a37415046aa4797a7476024b9ebf",
}


def fingerprint(split) -> str:
    return hashlib.sha256(split.images.tobytes() + split.labels.tobytes()).hexdigest()


@pytest.fixture(scope="module")
def digits():
    return data.load("digits")


@pytest.mark.parametrize("split", PINNED)
def test_the_splits_are_pinned(digits, split):
    assert fingerprint(getattr(digits, split)) == PINNED[split]


def test_the_splits_hold_every_image_once(digits):
    from sklearn.datasets import load_digits

    original = load_digits()
    images = np.concatenate([digits.train.images, digits.val.images, digits.test.images])
    labels = np.concatenate([digits.train.labels, digits.val.labels, digits.test.labels])
    # Scaling keeps the order of the 17 gray levels, so it can be undone.
    pixels = np.round(images[..., 0] * (16 / 255))

    def rows(pixels, labels):
        return sorted(map(tuple, np.column_stack([pixels.reshape(-1, 64), labels]).astype(int)))

    assert rows(pixels, labels) == rows(original.images, original.target)


def test_the_splits_are_stratified(digits):
    for split, count in ((digits.train, 1197), (digits.val, 300), (digits.test, 300)):
        assert len(split.labels) == count
        shares = np.bincount(split.labels, minlength=10) / count
        assert shares.min() > 0.09
        assert shares.max() < 0.11


def test_the_scale_uses_all_gray_levels(digits):
    assert digits.train.images.min() == 0
    assert digits.train.images.max() == 255


def test_few_examples(digits):
    few = data.load("digits", examples_per_class=5)
    assert np.bincount(few.train.labels).tolist() == [5] * 10
    assert fingerprint(few.test) == fingerprint(digits.test)
    for bad in (0, -1, 2.5):
        with pytest.raises(DataError, match="examples_per_class"):
            data.load("digits", examples_per_class=bad)
