"""Walks through folders of images: which files are images, which folders hold any."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import Image

from cnncourse.data.image_files import without_pillow_warnings
from cnncourse.errors import DataError
from cnncourse.paths import reason, shown

_UNREAD_FORMATS = {"BUFR", "EPS", "GRIB", "HDF5", "MPEG", "WMF"}
"""What Pillow knows by name alone, or reads with the help of other programs."""

_MADE_BY_THE_SYSTEM = {"thumbs.db", "desktop.ini", "icon\r"}
_PACKED = (".7z", ".gz", ".rar", ".tar", ".tbz2", ".tgz", ".txz", ".xz", ".zip")
NO_ENDING = "no ending"


@dataclass
class LeftAside:
    """What was met in the folders of the classes and not taken.

    Attributes
    ----------
    endings : Counter
        How many files are no images, by their endings.
    links : list of str
        Paths of links that lead back to a folder around them, or to that of a class.
    """

    endings: Counter = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)


@cache
def image_endings() -> frozenset[str]:
    """The endings of the files that the Pillow installed here reads, in lower case, with the dot.

    Examples
    --------
    >>> {".jpg", ".jfif", ".png", ".gif", ".pgm", ".tif"} <= image_endings()
    True
    """
    formats = Image.registered_extensions()  # has Pillow load its readers
    known = formats.items()
    return frozenset(e for e, f in known if f in Image.OPEN and f not in _UNREAD_FORMATS)


def sub_folders(path: Path) -> list[Path]:
    """The folders in a folder in alphabetical order, linked ones too, but none that is hidden.

    Raises
    ------
    DataError
        If the folder cannot be read.
    """
    names = (entry.name for entry in _entries(path) if _is_folder(entry))
    return [path / name for name in names if name != "__MACOSX"]  # which zips from a Mac hold


def images_in(path: Path) -> list[str]:
    """Paths of the image files that lie in a folder itself, not deeper.

    Raises
    ------
    DataError
        If the folder cannot be read.
    """
    found = (entry for entry in _entries(path) if not _is_folder(entry))
    return [entry.path for entry in found if _is_image(entry)]


def archives_in(path: Path) -> list[Path]:
    """The archives that lie in a folder, but for those of which there is a folder of their name.

    Raises
    ------
    DataError
        If the folder cannot be read.
    """
    entries = _entries(path)
    unpacked = tuple(f"{entry.name.lower()}." for entry in entries if _is_folder(entry))
    names = (entry.name for entry in entries if not _is_folder(entry))
    packed = (name for name in names if name.lower().endswith(_PACKED))
    return [path / name for name in packed if not name.lower().startswith(unpacked)]


def images_below(
    path: str | Path, aside: LeftAside, seen: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[str]:
    """Paths of the image files in a folder and below it, in alphabetical order.

    Linked folders are followed, but none is entered twice.

    Parameters
    ----------
    path : str or Path
    aside : LeftAside
        To it is added what is not taken.
    seen : frozenset of (int, int)
        What `identity` returns of folders that are not to be entered from here.

    Raises
    ------
    DataError
        If a folder cannot be read.
    """
    around = {*seen, identity(path)}
    return _images_below(path, aside, around, set(around))


def holds_images(path: Path, seen: frozenset[tuple[int, int]] = frozenset()) -> bool:
    """Whether there is an image in a folder or below it."""
    return next(images_below(path, LeftAside(), seen), None) is not None


def identity(path: str | Path) -> tuple[int, int]:
    """What tells a folder from all others, whichever link leads to it.

    Raises
    ------
    DataError
        If the folder has vanished.
    """
    try:
        status = os.stat(path)
    except OSError as error:
        raise _cannot_look_into(path, error) from None
    return status.st_dev, status.st_ino


def _images_below(path: str | Path, aside: LeftAside, around: set, entered: set) -> Iterator[str]:
    for entry in _entries(path):
        if _is_folder(entry):
            folder = identity(entry.path)
            if folder in around:
                aside.links.append(entry.path)
            elif folder not in entered:
                entered.add(folder)
                yield from _images_below(entry.path, aside, around, entered)
        elif _is_image(entry):
            yield entry.path
        elif entry.name.lower() not in _MADE_BY_THE_SYSTEM:
            aside.endings[_ending(entry.name) or NO_ENDING] += 1


def _entries(path: str | Path) -> list[os.DirEntry]:
    """What is in a folder and not hidden, in alphabetical order."""
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise _cannot_look_into(path, error) from None
    return [entry for entry in entries if not entry.name.startswith(".")]


def _cannot_look_into(path: str | Path, error: OSError) -> DataError:
    return DataError(
        f"Cannot look into {shown(path)} ({reason(error)}): allow it to be read, or take it away."
    )


def _is_folder(entry: os.DirEntry) -> bool:
    # The entry knows a plain file without a look at the disk; its own is_dir raises at some links.
    return not entry.is_file(follow_symlinks=False) and os.path.isdir(entry.path)


def _is_image(entry: os.DirEntry) -> bool:
    """Whether a file is to be read: by its ending or, if it has none, by how it begins."""
    ending = _ending(entry.name)
    if ending and ending not in image_endings():
        return False
    if not entry.is_file(follow_symlinks=False) and not os.path.isfile(entry.path):
        return not os.path.exists(entry.path)  # a broken link: reading it fails, and names it
    return bool(ending) or _begins_as_image(entry.path)


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _begins_as_image(path: str) -> bool:
    try:
        with without_pillow_warnings(), Image.open(path):
            return True
    except Exception:  # a damaged file can make Pillow's readers raise anything
        return False
