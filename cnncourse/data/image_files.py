"""Finds the image files of a folder with one sub-folder per class, and decodes them."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from cnncourse.errors import DataError

SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"}
_SPLIT_OF = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("val", "valid", "validation"), "val"),
    **dict.fromkeys(("test", "testing"), "test"),
}
_NUM_THREADS = (os.cpu_count() or 1) + 1  # one may wait for the disk while the others decode
_CHUNK = 8  # images for one thread at a time: to hand over small ones singly costs more than them


class ImageFile(NamedTuple):
    """Where an image lies, and its class; a text takes less memory than a `Path`."""

    path: str
    label: int


class Listing(NamedTuple):
    """The image files of a folder.

    Attributes
    ----------
    root : Path
    class_names : tuple of str
        In alphabetical order.
    splits : dict of str to list of ImageFile
        "train" alone, or also "val" and "test" where there are folders of such names.
    """

    root: Path
    class_names: tuple[str, ...]
    splits: dict[str, list[ImageFile]]


class Decoded(NamedTuple):
    """An image read from a file, or what was wrong with the file.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, channels), or None
    size : (height, width) in the file, or None
    problem : str, empty if there is none
    """

    pixels: np.ndarray | None
    size: tuple[int, int] | None
    problem: str


def list_images(path) -> Listing:
    """Find `path/<class>/` or `path/train/<class>/`, and the images in them.

    Sub-folders without images are no classes. What begins with a dot is passed over.

    Raises
    ------
    DataError
        If there are fewer than two classes, or the validation or test folder has another one.
    """
    root = Path(path).expanduser()
    if not root.is_dir():
        raise DataError(f"There is no folder at {root}: check the path.")
    split_folders = {_SPLIT_OF.get(sub.name.lower()): sub for sub in _sub_folders(root)}
    # A class may be called "train" too: a split is known by having sub-folders of its own.
    if not ("train" in split_folders and _sub_folders(split_folders["train"])):
        split_folders = {"train": root}
    split_folders.pop(None, None)

    found = {
        split: {sub.name: files for sub in _sub_folders(place) if (files := [*_image_files(sub)])}
        for split, place in split_folders.items()
    }
    class_names = tuple(sorted(found["train"]))
    if len(class_names) < 2:
        what = f"only the class {class_names[0]!r}" if class_names else "no classes"
        raise DataError(
            f"{split_folders['train']} has {what}: put the images into two or more sub-folders, "
            "one per class."
        )
    for split, classes in found.items():
        unknown = sorted(set(classes) - set(class_names))
        if unknown:
            raise DataError(
                f"{split_folders[split]} has classes that {split_folders['train']} has not: "
                f"{', '.join(unknown)}. Give the splits the same classes."
            )
    splits = {
        split: [
            ImageFile(file, label)
            for label, class_name in enumerate(class_names)
            for file in classes.get(class_name, [])
        ]
        for split, classes in found.items()
    }
    return Listing(root, class_names, splits)


def _sub_folders(path: Path) -> list[Path]:
    return sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))


def _image_files(path: str | Path) -> Iterator[str]:
    """Paths of the image files in a folder and below it, in alphabetical order.

    Raises
    ------
    DataError
        If a folder cannot be read.
    """
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise DataError(
            f"Cannot look into {path} ({error.strerror}): allow it to be read, or take it away."
        ) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _image_files(entry.path)
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and entry.is_file():
            yield entry.path


def decode_all(
    files: Iterable[ImageFile], size: tuple[int, int] | None, channels: int
) -> Iterator[Decoded]:
    """Read images, several at a time; yield one `Decoded` per file, in their order.

    Only some dozens of images are held at any time, however many files there are.

    Parameters
    ----------
    files : iterable of ImageFile
    size : (int, int), optional
        (height, width) to resize to; without it images keep their size.
    channels : int
        3 for RGB, 1 for gray.
    """
    files = iter(files)

    def decode(chunk: list[ImageFile]) -> list[Decoded]:
        return [_decode(file.path, size, channels) for file in chunk]

    with ThreadPoolExecutor(_NUM_THREADS) as pool:
        pending = deque()
        while chunk := list(islice(files, _CHUNK)):
            pending.append(pool.submit(decode, chunk))
            if len(pending) > _NUM_THREADS:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _decode(path: str, size: tuple[int, int] | None, channels: int) -> Decoded:
    try:
        with Image.open(path) as image:
            image = ImageOps.exif_transpose(image)
            original = (image.height, image.width)
            image = _to_mode(image, "RGB" if channels == 3 else "L")
            if size and size != original:
                image = image.resize(size[::-1], Image.Resampling.BILINEAR)
            pixels = np.asarray(image)
    except Exception as error:  # a damaged file can make Pillow's readers raise anything
        return Decoded(None, None, _one_line(error))
    return Decoded(pixels.reshape(*pixels.shape[:2], channels), original, "")


def _to_mode(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I;16"):
        # Pillow would cut values off at 255; the upper byte keeps their order.
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise ValueError("its 32-bit pixels have no known range, save it with 8 bits")
    if image.mode == "P":
        image = image.convert("RGBA")  # a palette may hold transparent colors
    return image.convert(mode)


def _one_line(error: Exception) -> str:
    if isinstance(error, Image.UnidentifiedImageError):
        return "not an image"
    return str(error).partition("\n")[0] or type(error).__name__
