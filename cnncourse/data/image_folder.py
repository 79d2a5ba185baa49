"""Any folder of images with one sub-folder per class: the reader's own pictures as `ImageData`."""

import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from cnncourse.data.images import ImageData, Split
from cnncourse.data.splits import first_of_each_class, stratified
from cnncourse.errors import DataError

SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"}
TINY = 10  # images; a class with fewer cannot be judged, nor well learned
_SPLIT_NAMES = {
    "train": ("train", "training"),
    "val": ("val", "valid", "validation"),
    "test": ("test", "testing"),
}


@dataclass(frozen=True)
class FolderReport:
    """What was found in an image folder; `print` it.

    Attributes
    ----------
    path : Path
    class_counts : dict of str to int
        Readable images of each class.
    sizes : dict of tuple to int
        Images of each (height, width), the most frequent first.
    unreadable : dict of str to str
        Why a file could not be read, by its path within the folder.
    """

    path: Path
    class_counts: dict[str, int]
    sizes: dict[tuple[int, int], int]
    unreadable: dict[str, str]

    @property
    def problems(self) -> tuple[str, ...]:
        """What the owner of the folder should look at; empty if all is well."""
        found = []
        if self.unreadable:
            listed = [f"{name} ({reason})" for name, reason in self.unreadable.items()]
            found.append(f"{len(listed)} unreadable, skipped: {_some(listed)}")
        tiny = [f"{name} ({n})" for name, n in self.class_counts.items() if n < TINY]
        if tiny:
            found.append(f"classes with fewer than {TINY} images: {_some(tiny)}")
        return tuple(found)

    def __str__(self):
        classes = _some([f"{name} {n}" for name, n in self.class_counts.items()], 20)
        summary = (
            f"{self.path}: {sum(self.class_counts.values())} images in "
            f"{len(self.class_counts)} classes ({classes}); sizes {_list_sizes(self.sizes)}"
        )
        return ". ".join((summary, *self.problems))


def folder(
    path,
    *,
    size: int | tuple[int, int] | None = None,
    channels: int = 3,
    val: float = 0.1,
    test: float = 0.1,
    examples_per_class: int | None = None,
    seed: int = 0,
    name: str | None = None,
) -> ImageData:
    """Load images from `path/<class>/`, or from `path/train/<class>/`, `val/` and `test/`.

    Parameters
    ----------
    path : str or Path
        Files may lie deeper in a class's folder. JPEG, PNG, TIFF, BMP and WebP are read; what
        begins with a dot is passed over.
    size : int or (int, int), optional
        (height, width) to resize to, bilinear; an int for both. Needed if the sizes differ.
    channels : int
        3 for RGB, 1 for grey. Images of any other mode are converted.
    val, test : float
        Fractions of the training images to set apart for a split that has no folder.
    examples_per_class : int, optional
        Training images to keep of each class.
    seed : int
        Draws the splits and the order.
    name : str, optional
        Name of the data set; the folder's by default.

    Returns
    -------
    ImageData
        Classes are the sub-folders in alphabetical order.

    Raises
    ------
    DataError
        If there are fewer than two classes with images, if the sizes differ and `size` is not
        given, or if `val` or `test` has a class that `train` has not.

    Warns
    -----
    UserWarning
        One line about unreadable files, which are skipped, and tiny classes.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> for i, kind in enumerate(["cat", "dog"] * 20):
    ...     (place / kind).mkdir(exist_ok=True)
    ...     Image.new("RGB", (40, 30)).save(place / kind / f"{i}.png")
    >>> images = folder(place, size=32)
    >>> images.class_names, images.train.images.shape
    (('cat', 'dog'), (32, 32, 32, 3))
    """
    listing = _list_images(path)
    _check_options(size, channels)
    parts = _divide(listing, val, test, seed)
    kept = first_of_each_class([sample.label for sample in parts["train"]], examples_per_class)
    parts["train"] = [parts["train"][i] for i in kept]
    samples = [sample for part in parts.values() for sample in part]
    decoded = _decode_all(samples, size, channels)
    report = _report(listing, samples, decoded)
    if report.problems:
        warnings.warn(f"{path}: {'; '.join(report.problems)}.", stacklevel=2)
    _check_contents(report, size, examples_per_class)
    shape = next(image.pixels.shape for image in decoded if image.pixels is not None)
    images = iter(decoded)
    splits = {
        split: _stack(part, [next(images) for _ in part], shape) for split, part in parts.items()
    }
    return ImageData(name or listing.root.resolve().name, **splits, class_names=listing.class_names)


def inspect_folder(path) -> FolderReport:
    """Open every image of a folder and report what is there, without loading it for training.

    Raises
    ------
    DataError
        If there are no sub-folders with images.
    """
    listing = _list_images(path)
    samples = [sample for part in listing.splits.values() for sample in part]
    return _report(listing, samples, _decode_all(samples, None, 3))


class _Sample(NamedTuple):
    path: Path
    label: int


class _Listing(NamedTuple):
    root: Path
    class_names: tuple[str, ...]
    splits: dict[str, list[_Sample]]  # "train", and "val" and "test" where they have folders


class _Decoded(NamedTuple):
    pixels: np.ndarray | None
    size: tuple[int, int] | None = None  # (height, width) in the file
    problem: str = ""


def _some(items: list[str], count: int = 5) -> str:
    rest = f" and {len(items) - count} more" if len(items) > count else ""
    return ", ".join(items[:count]) + rest


def _list_sizes(sizes: dict) -> str:
    return _some([f"{height}x{width} ({n})" for (height, width), n in sizes.items()])


def _check_options(size, channels) -> None:
    sides = (size, size) if isinstance(size, int) else size
    valid = sides is None or (len(sides) == 2 and all(isinstance(s, int) and s > 0 for s in sides))
    if not valid:
        raise DataError(f"size is {size!r}: use an int, or (height, width), in pixels.")
    if channels not in (1, 3):
        raise DataError(f"channels is {channels!r}: use 3 for RGB or 1 for grey.")


def _sub_folders(path: Path) -> list[Path]:
    return sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))


def _image_files(path: Path) -> Iterable[Path]:
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.suffix.lower() in SUFFIXES and not hidden and file.is_file():
            yield file
