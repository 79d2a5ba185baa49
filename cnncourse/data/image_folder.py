"""Any folder of images with one sub-folder per class: the reader's own pictures as `ImageData`."""

import math
import warnings
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from cnncourse.data.folder_report import FolderReport, check, report_on
from cnncourse.data.image_files import Decoded, ImageFile, decode_all, without_pillow_warnings
from cnncourse.data.image_listing import Listing, list_images
from cnncourse.data.image_rows import MemoryRows, fill
from cnncourse.data.images import ImageData, Split
from cnncourse.data.splits import first_of_each_class, stratified
from cnncourse.errors import DataError
from cnncourse.paths import expand


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
    bits: int | None = None,
    cache: bool | str | Path = False,
) -> ImageData:
    """Load images from `path/<class>/`, or from `path/train/<class>/`, `val/` and `test/`.

    Files may lie deeper in a class's folder, or in folders that are linked there. Whatever Pillow
    reads is read, in any mode, also if its name has no ending; images with a turn noted in them, as
    phones do, are turned. What describes an image may be damaged, as long as its pixels are sound.
    Of an animation it is the first image. Of colors of 16 bits the upper 8 are taken.

    Splits are known by their names: `train` or `training`; `val`, `valid`, `validation` or `dev`;
    `test` or `testing`; also within longer names, as `seg_train` beside `seg_test`. Archives often
    add a folder around all that, or repeat one (`seg_train/seg_train/<class>`): it is looked into.

    Parameters
    ----------
    path : str or Path
    size : int or (int, int), optional
        (height, width) to resize to, bilinear and antialiased; an int for both. Images of another
        shape are stretched. Needed if the sizes differ.
    channels : int
        3 for RGB, 1 for gray. Transparency is dropped.
    val, test : float
        Fractions of the training images to set apart for a split that has no folder, also if the
        other one has. They are drawn file by file: where several files show one thing, as patches
        of a scene do, give 0 and put whole things in `val/` and `test/`. A class of four or more
        gives each split one image at least.
    examples_per_class : int, optional
        Training images to keep of each class.
    seed : int
        Draws the splits and the order of the images.
    name : str, optional
        Name of the data set; the folder's by default.
    bits : int, optional
        How many bits of 16-bit gray values are in use, 8 to 16: 12 for those of many cameras and
        scanners. Values of b bits are divided by 2**(b - 8). Without it all 16 are, and a warning
        says if they do not reach the upper half, or if other images have 8 bits.
    cache : bool, str or Path
        Whether to keep the decoded images on the disk, for a folder larger than memory and to
        decode it but once; a path says where. See the notes.

    Returns
    -------
    ImageData
        Classes are the sub-folders in alphabetical order, their names in composed Unicode (NFC).

    Raises
    ------
    DataError
        If there are fewer than two classes, if a class has no readable training image, if sizes
        differ and `size` is not given, if `val/` or `test/` has no classes, none with a readable
        image, or one that `train/` has not, if
        two folders could be the same split, if a folder cannot be read, or if the cache cannot be
        written.

    Warns
    -----
    UserWarning
        One line about unreadable files, which are skipped, files that are no images, folders,
        links and archives that are not used, folders of the same names in every class, classes
        that a split lacks, values that do not fill their range, huge images, and tiny classes.

    Notes
    -----
    With `cache` the images are decoded into one `.npy` file a split, and the arrays that are
    returned are memory maps of these files: the system reads the parts that are used, and drops
    them when it needs the memory for something else. A change to an array stays out of the file;
    arrays larger than the memory cannot be changed at all.

    Each call compares the size and the time of the last change of every file with those stored.
    Files that are new or have changed are decoded, the rest is copied from the stored arrays. If
    these were cut or written to, all is decoded anew. Each set of options has a cache of its own,
    which takes height x width x channels bytes an image, and twice that while it is renewed.

    `cache=True` keeps them in `cnncourse/folders` within the user's folder of caches: `~/.cache`
    or what XDG_CACHE_HOME names on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on
    Windows. To delete a cache, delete its folder there, `<name of the image folder>-<digits>`.

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
    if bits is not None and bits not in range(8, 17):
        raise DataError(f"bits is {bits!r}: use a whole number from 8 to 16.")
    if not isinstance(cache, bool | str | Path):
        raise DataError(f"cache is {cache!r}: use True, False, or the path of a folder.")
    listing = list_images(path)
    parts = _divide(listing, val, test, examples_per_class, seed)
    with without_pillow_warnings():
        if cache is False:
            arrays, found = _in_memory(parts, size, channels, bits)
        else:
            from cnncourse.data.image_cache import ImageCache  # its place comes with a slow import

            settings = {"size": size, "channels": channels, "bits": bits, "val": val, "test": test}
            settings |= {"examples_per_class": examples_per_class, "seed": seed}
            home = None if cache is True else expand(cache)
            arrays, found = ImageCache(listing.root, parts, settings, home).read()
    report = report_on(listing, [file for part in parts.values() for file in part], found, bits)
    if problems := (*report.problems, *_about_empty(parts, {"val": val, "test": test}, report)):
        warnings.warn(f"{path}: {'; '.join(problems)}.", stacklevel=2)
    check(report, size)
    images = iter(found)
    splits = {
        split: Split(arrays[split], _labels(part, islice(images, len(part))))
        for split, part in parts.items()
    }
    _require_every_class(splits["train"].labels, listing)
    return ImageData(name or listing.root.resolve().name, **splits, class_names=listing.class_names)


def inspect_folder(path) -> FolderReport:
    """Open every image of a folder and report what is there.

    Raises
    ------
    DataError
        If there are fewer than two classes, or a folder cannot be read.
    """
    listing = list_images(path)
    files = [file for part in listing.splits.values() for file in part]
    with without_pillow_warnings():
        found = [image._replace(pixels=None) for image in decode_all(files, None, 3)]
    return report_on(listing, files, found)


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


def _about_empty(
    parts: dict[str, list[ImageFile]], wanted: dict[str, float], report: FolderReport
) -> Iterator[str]:
    """What to do about splits that were asked for and got no image."""
    largest = max(report.class_counts.values())
    for split, fraction in wanted.items():
        if fraction > 0 and not parts[split]:
            what = f"pass {split}={math.ceil(100 / largest) / 100}, or " if largest > 2 else ""
            yield f"the classes are too small to set {split} images apart: {what}add images"


def _require_every_class(labels: np.ndarray, listing: Listing) -> None:
    """Raise a `DataError` if the readable ones of a class all went to the other splits."""
    there = set(labels.tolist())
    if lost := [name for label, name in enumerate(listing.class_names) if label not in there]:
        raise DataError(
            f"None of the training images taken of class {', '.join(lost)} in {listing.root} can "
            "be read: replace the unreadable files, or take more examples of each class."
        )


def _in_memory(
    parts: dict[str, list[ImageFile]], size, channels, bits
) -> tuple[dict[str, np.ndarray] | None, list[Decoded]]:
    """The readable images of each split, and what was found in each file; as `ImageCache.read`."""

    def make_rows(shape):
        return {split: MemoryRows(len(part), shape) for split, part in parts.items()}

    files = (file for part in parts.values() for file in part)
    rows, found = fill(parts, decode_all(files, size, channels, bits), make_rows)
    return rows and {split: images.array() for split, images in rows.items()}, found


def _labels(files: list[ImageFile], found: Iterable[Decoded]) -> np.ndarray:
    pairs = zip(files, found, strict=True)
    return np.array([file.label for file, image in pairs if not image.problem], np.int64)
