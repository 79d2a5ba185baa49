"""Any folder of images with one sub-folder per class: the reader's own pictures as `ImageData`."""

import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnncourse.data.image_files import Decoded, ImageFile, Listing, decode_all, list_images
from cnncourse.data.images import ImageData, Split
from cnncourse.data.splits import first_of_each_class, stratified
from cnncourse.errors import DataError

TINY = 10  # a class with fewer images can hardly be learned, and not be judged


@dataclass(frozen=True)
class FolderReport:
    """What was found in an image folder; print it to read it.

    Attributes
    ----------
    path : Path
    class_counts : dict of str to int
        Readable images of each class.
    sizes : dict of (int, int) to int
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
            files = [f"{name} ({reason})" for name, reason in self.unreadable.items()]
            found.append(f"skipped {len(files)} unreadable: {_some(files)}")
        tiny = [f"{name} ({count})" for name, count in self.class_counts.items() if count < TINY]
        if tiny:
            found.append(f"classes with fewer than {TINY} images: {_some(tiny)}")
        return tuple(found)

    def __str__(self):
        classes = [f"{name} {count}" for name, count in self.class_counts.items()]
        summary = (
            f"{self.path}: {sum(self.class_counts.values())} images in {len(classes)} classes "
            f"({_some(classes, 20)}), height x width {_some_sizes(self.sizes)}"
        )
        return "; ".join((summary, *self.problems))


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

    Files may lie deeper in a class's folder. JPEG, PNG, TIFF, BMP and WebP are read, in any mode;
    images with a turn noted in them, as phones do, are turned.

    Parameters
    ----------
    path : str or Path
    size : int or (int, int), optional
        (height, width) to resize to, bilinear; an int for both. Needed if the sizes differ.
    channels : int
        3 for RGB, 1 for gray.
    val, test : float
        Fractions of the training images to set apart for a split that has no folder.
    examples_per_class : int, optional
        Training images to keep of each class.
    seed : int
        Draws the splits and the order of the images.
    name : str, optional
        Name of the data set; the folder's by default.

    Returns
    -------
    ImageData
        Classes are the sub-folders in alphabetical order.

    Raises
    ------
    DataError
        If there are fewer than two classes, if a class has no readable image, if sizes differ and
        `size` is not given, or if `val/` or `test/` has a class that `train/` has not.

    Warns
    -----
    UserWarning
        One line about unreadable files, which are skipped, and about tiny classes.

    Examples
    --------
    >>> import tempfile
    >>> from PIL import Image
    >>> place = Path(tempfile.mkdtemp())
    >>> for kind in ("cat", "dog"):
    ...     (place / kind).mkdir()
    ...     for i in range(20):
    ...         Image.new("RGB", (40, 30)).save(place / kind / f"{i}.png")
    >>> images = folder(place, size=32)
    >>> images.class_names, images.train.images.shape, images.test.images.shape
    (('cat', 'dog'), (32, 32, 32, 3), (4, 32, 32, 3))
    """
    size = _as_pair(size)
    if channels not in (1, 3):
        raise DataError(f"channels is {channels!r}: use 3 for RGB or 1 for gray.")
    listing = list_images(path)
    parts = _divide(listing, val, test, examples_per_class, seed)
    files = [file for part in parts.values() for file in part]
    decoded = decode_all(files, size, channels)
    report = _report(listing, files, decoded)
    if report.problems:
        warnings.warn(f"{path}: {'; '.join(report.problems)}.", stacklevel=2)
    _check(report, size)
    shape = (*(size or next(iter(report.sizes))), channels)
    images = iter(decoded)
    splits = {
        split: _stack([(next(images).pixels, file.label) for file in part], shape)
        for split, part in parts.items()
    }
    return ImageData(name or listing.root.resolve().name, **splits, class_names=listing.class_names)


def inspect_folder(path) -> FolderReport:
    """Open every image of a folder and report what is there.

    Raises
    ------
    DataError
        If there are fewer than two classes.
    """
    listing = list_images(path)
    files = [file for part in listing.splits.values() for file in part]
    return _report(listing, files, decode_all(files, None, 3))


def _some(items: list[str], count: int = 5) -> str:
    rest = f" and {len(items) - count} more" if len(items) > count else ""
    return ", ".join(items[:count]) + rest


def _some_sizes(sizes: dict[tuple[int, int], int]) -> str:
    return _some([f"{height}x{width} ({count})" for (height, width), count in sizes.items()])


def _as_pair(size) -> tuple[int, int] | None:
    if size is None:
        return None
    sides = tuple(size) if isinstance(size, (tuple, list)) else (size, size)
    if len(sides) != 2 or not all(isinstance(side, int) and side > 0 for side in sides):
        raise DataError(f"size is {size!r}: use an int, or (height, width), in pixels.")
    return sides


def _divide(listing: Listing, val, test, examples_per_class, seed) -> dict[str, list[ImageFile]]:
    """The files of the three splits, shuffled, so that no stretch of them is of one class."""
    wanted = {"val": val, "test": test}
    missing = [split for split in wanted if split not in listing.splits]
    train = listing.splits["train"]
    labels = np.array([file.label for file in train])
    taken = stratified(labels, [wanted[split] for split in missing], seed)
    taken[0] = taken[0][first_of_each_class(labels[taken[0]], examples_per_class)]
    parts = {
        split: [train[i] for i in part]
        for split, part in zip(("train", *missing), taken, strict=True)
    }
    rng = np.random.default_rng(seed)
    for split in wanted:
        if split not in missing:
            files = listing.splits[split]
            parts[split] = [files[i] for i in rng.permutation(len(files))]
    return parts


def _report(listing: Listing, files: list[ImageFile], decoded: list[Decoded]) -> FolderReport:
    unreadable = {
        file.path.relative_to(listing.root).as_posix(): image.problem
        for file, image in zip(files, decoded, strict=True)
        if image.problem
    }
    # Every file that is listed counts, also where only a few of each class were opened.
    counts = Counter(file.label for part in listing.splits.values() for file in part)
    counts.subtract(f.label for f, image in zip(files, decoded, strict=True) if image.problem)
    class_counts = {name: counts[label] for label, name in enumerate(listing.class_names)}
    sizes = Counter(image.size for image in decoded if image.size)
    return FolderReport(listing.root, class_counts, dict(sizes.most_common()), unreadable)


def _check(report: FolderReport, size) -> None:
    empty = [name for name, count in report.class_counts.items() if count == 0]
    if empty:
        raise DataError(
            f"No image of class {', '.join(empty)} in {report.path} can be read: "
            "replace the files or remove the folder."
        )
    if size is None and len(report.sizes) > 1:
        raise DataError(
            f"The images in {report.path} differ in size, height x width: "
            f"{_some_sizes(report.sizes)}. Pass size= to resize them."
        )


def _stack(images: list[tuple], shape: tuple[int, int, int]) -> Split:
    readable = [(pixels, label) for pixels, label in images if pixels is not None]
    pixels = np.empty((len(readable), *shape), np.uint8)
    for i, (image, _) in enumerate(readable):
        pixels[i] = image
    return Split(pixels, np.array([label for _, label in readable], np.int64))
