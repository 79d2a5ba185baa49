"""The images of a benchmark: which ones, how many, and how they reach the worker processes."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from cnncourse import data
from cnncourse.data import ImageData, Split

MOST_TRAIN, MOST_VAL = {32: 2560, 128: 480}, {32: 1000, 128: 100}
"""Images by size: enough for a validation loss to fall, few enough to repeat it."""

JPEG = "CIFAR-10 (JPEG)"


def choose(size: int, folder: Path | None = None) -> ImageData:
    """The images to train on at a size.

    At 32 x 32 the CIFAR-10 of `folder`, else the one that is on this computer, else synthetic
    tiles; at other sizes synthetic tiles. The name of the result says which.
    """
    num_train, num_val = MOST_TRAIN[size], MOST_VAL[size]
    if size == 32 and folder is not None:
        per_class = num_train // 10
        images = data.folder(folder, size=size, examples_per_class=per_class, name=JPEG)
    elif size == 32 and data.is_ready("cifar10"):
        images = data.load("cifar10", examples_per_class=num_train // 10)
    else:
        per_class, holdout = num_train // 10, num_val // 10
        images = data.load(
            "aerial", size=size, examples_per_class=per_class, holdout_per_class=holdout
        )
    return part(images, num_train, num_val)


def part(images: ImageData, num_train: int, num_val: int) -> ImageData:
    """So many training and validation images, drawn at random; the test images are left out."""

    def draw(split: Split, count: int) -> Split:
        chosen = np.random.default_rng(0).permutation(len(split.labels))[:count]
        return Split(split.images[chosen], split.labels[chosen])

    val = draw(images.val, num_val)
    return replace(images, train=draw(images.train, num_train), val=val, test=val)


def save(images: ImageData, path: Path) -> None:
    """Write images for `load`."""
    np.savez(
        path,
        train_images=images.train.images,
        train_labels=images.train.labels,
        val_images=images.val.images,
        val_labels=images.val.labels,
        class_names=images.class_names,
        name=images.name,
        synthetic=images.synthetic,
    )


def load(path: Path) -> ImageData:
    """Read what `save` wrote."""
    with np.load(path) as stored:
        val = Split(stored["val_images"], stored["val_labels"])
        return ImageData(
            str(stored["name"]),
            Split(stored["train_images"], stored["train_labels"]),
            val,
            val,
            tuple(map(str, stored["class_names"])),
            bool(stored["synthetic"]),
        )
