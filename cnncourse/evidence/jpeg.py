"""CIFAR-10 from its images as JPEG files, which the claims on real images are measured on."""

import os
from pathlib import Path

from cnncourse import data
from cnncourse.data import ImageData
from cnncourse.data.download import MIRROR, mirror_folders
from cnncourse.evidence.store import EvidenceError

JPEG = "CIFAR-10 (JPEG)"
JPEG_FOLDER = "CNNCOURSE_CIFAR10_JPEG"
"""Environment variable that names a folder with CIFAR-10 as `train/<class>/*.jpg` and `test/`."""
FEW = {"name": JPEG, "examples_per_class": 200, "val": 0.02}
"""2,000 images to train on and 1,000 to validate on, for claims that train many networks."""


def jpeg_folder() -> Path | None:
    """Where CIFAR-10 is as JPEG files: what `JPEG_FOLDER` names, or a folder of the mirror."""
    named = os.environ.get(JPEG_FOLDER)
    for folder in [Path(named)] if named else mirror_folders("cifar10"):
        if next(folder.glob("train/*/*.jp*g"), None) is not None:
            return folder
    return None


def missing_jpeg() -> str:
    """One line on how to get CIFAR-10 as JPEG files here; "" where it is."""
    if jpeg_folder():
        return ""
    return (
        f"CIFAR-10 as JPEG files is not here: let {JPEG_FOLDER} name a folder with "
        f"train/<class>/*.jpg and test/<class>/*.jpg, or put it as cifar10/ into that of {MIRROR}."
    )


def cifar10_jpeg(name: str, **options) -> ImageData:
    """Load CIFAR-10 from its JPEG files; see `jpeg_folder`.

    Raises
    ------
    EvidenceError
        If there are none.
    """
    folder = jpeg_folder()
    if folder is None:
        raise EvidenceError(missing_jpeg())
    return data.folder(folder, name=name, **options)
