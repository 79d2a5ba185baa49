"""Small image folders for the tests of what is found in them."""

import warnings
from pathlib import Path

from PIL import Image

from cnncourse import data


def save(path: Path, color=(250, 10, 20), size=(8, 8), mode="RGB", **options) -> None:
    """Write an image of one color, and the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).convert(mode).save(path, **options)


def make_classes(place: Path, names=("a", "b"), count=10) -> None:
    """Make a folder for each class with so many images, no two alike."""
    for label, name in enumerate(names):
        for i in range(count):
            save(place / name / f"{i:02}.png", (100 * label, i, 0))


def load(root: Path, **options) -> tuple[data.ImageData, str]:
    """Load a folder; the images, and what is warned of: one line, or an empty text."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        images = data.folder(root, **options)
    assert len(caught) <= 1
    text = "".join(str(warning.message) for warning in caught)
    assert "\n" not in text
    return images, text


def counts(images: data.ImageData) -> list[int]:
    """Numbers of training, validation and test images."""
    return [len(split.labels) for split in (images.train, images.val, images.test)]
