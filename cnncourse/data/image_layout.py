"""Recognizes how an image folder is laid out: where its splits are, and where their classes."""

import os
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from cnncourse.data.image_walk import archives_in, holds_images, identity, images_in, sub_folders
from cnncourse.errors import DataError

_SPLIT_OF = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "dev"), "val"),
    **dict.fromkeys(("test", "testing"), "test"),
}
_FILLERS = {"set", "data", "dataset", "image", "images", "img", "imgs", "split"}
_DEEPEST = 8  # folders within folders that are looked through for the classes


class Layout(NamedTuple):
    """Where the classes of each split are.

    Attributes
    ----------
    places : dict of str to Path
        The folder of class folders of each split: "train" alone, or also "val" and "test".
    unused : list of Path
        Folders that hold files, images, and archives that may not be unpacked, all of which lie
        beside the splits or the classes.
    in_every_class : list of str
        Folders that every class holds, none having images of its own, if they are two or more:
        maybe these are the classes, as in `color/<class>` beside `gray/<class>`.
    """

    places: dict[str, Path]
    unused: list[Path]
    in_every_class: list[str]


def find_layout(root: Path) -> Layout:
    """Find `<class>/` or `train/<class>/` in a folder, or in the only folder within it.

    Split folders are known by a word in their names, as in `seg_train/` beside `seg_test/`.

    Raises
    ------
    DataError
        If a split folder holds no classes, or two folders could be the same split.
    """
    place, passed = root, [root]
    for _ in range(_DEEPEST):
        if splits := _splits_in(place):
            return _layout_of(splits, passed)
        inside = _with_images(place)
        if len(inside) != 1 or images_in(inside[0]):
            break
        place = inside[0]
        passed.append(place)
    if len(inside) < 2:
        place, passed, inside = root, [root], _with_images(root)
    for sub in inside:
        _refuse_splits_in(sub, "mixed in one class")
    return Layout({"train": place}, _beside(passed, inside), _in_every_class(inside))


def _refuse_splits_in(place: Path, mistake: str) -> None:
    if splits := _splits_in(place):
        named = ", ".join(folder.name for folder in splits.values())
        raise DataError(
            f"{place} holds splits ({named}), which would be {mistake}: give the path "
            "of that folder, or put the splits outside, as in train/<class>/."
        )


def class_name(folder: Path) -> str:
    r"""The name of a folder in composed Unicode, in which equal texts are equal.

    Examples
    --------
    >>> len(class_name(Path("cafe\u0301")))
    4
    """
    return unicodedata.normalize("NFC", folder.name)


def _layout_of(splits: dict[str, Path], passed: list[Path]) -> Layout:
    """Where the classes are within split folders; `passed` are the folders around these."""
    places, unused = {}, _beside(passed, list(splits.values()))
    known: set[str] = set()
    in_every_class = []
    for split, folder in sorted(splits.items(), key=lambda pair: pair[0] != "train"):
        places[split], inner = _classes_in(folder, known)
        _refuse_splits_in(places[split], "taken for classes")
        inside = _with_images(places[split])
        unused += _beside(inner, inside)
        if not inside or (known and _is_unsorted(inside)):
            raise DataError(_no_classes(split, folder, sorted(known)))
        if split == "train":
            known = {class_name(sub) for sub in inside}
            in_every_class = _in_every_class(inside)
    return Layout(places, unused, in_every_class)


def _splits_in(place: Path) -> dict[str, Path]:
    """The split folders that lie in a folder; none if it holds classes."""
    groups: dict[tuple[str, ...], dict[str, list[Path]]] = {}
    for sub in sub_folders(place):
        split, rest = _role(sub.name)
        if split:
            groups.setdefault(rest, {}).setdefault(split, []).append(sub)
    found = {rest: group for rest, group in groups.items() if _are_splits(rest, group)}
    if not found:
        return {}
    if len(found) > 1 and () not in found:
        named = ", ".join(sorted(sub.name for group in found.values() for sub in _folders(group)))
        raise DataError(f"{place} has several sets of splits ({named}): keep one.")
    group = found.get(()) or next(iter(found.values()))
    if "train" not in group:
        named = ", ".join(sub.name for sub in _folders(group))
        raise DataError(
            f"{place} has {named} but no folder train: put the training images there, "
            "one sub-folder per class."
        )
    return {split: _only(place, folders) for split, folders in group.items()}


def _folders(group: dict[str, list[Path]]) -> list[Path]:
    return [folder for folders in group.values() for folder in folders]


def _role(name: str) -> tuple[str | None, tuple[str, ...]]:
    """The split that a folder's name tells of, and the other words of the name."""
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[^\W\d_a-z]+", name)]
    splits = [word for word in words if word in _SPLIT_OF]
    if len(splits) != 1:
        return None, ()
    rest = (word for word in words if word not in _SPLIT_OF and word not in _FILLERS)
    return _SPLIT_OF[splits[0]], tuple(rest)


def _are_splits(rest: tuple[str, ...], group: dict[str, list[Path]]) -> bool:
    """Whether folders with such names are splits, and not classes that are called alike.

    A class may be called "train" too, or "bullet train": without another split beside it, a split
    is known by having sub-folders of its own.
    """
    if len(group) > 1:
        return True
    return not rest and any(map(sub_folders, group.get("train", [])))


def _only(place: Path, folders: list[Path]) -> Path:
    """The one folder of a split, of those whose names tell of it."""
    filled = [folder for folder in folders if holds_images(folder)]
    if len(filled) > 1:
        named = " and ".join(folder.name for folder in filled)
        raise DataError(f"{place} has both {named}: keep one, and move the other away.")
    return (filled or folders)[0]


def _classes_in(folder: Path, known: set[str]) -> tuple[Path, list[Path]]:
    """The folder of a split's classes: the split's own, or the only one within it, and so on.

    Returns
    -------
    place : Path
    passed : list of Path
        The folders from the split's own to that one.
    """
    passed = [folder]
    for _ in range(_DEEPEST):
        inside = _with_images(passed[-1])
        if len(inside) != 1 or class_name(inside[0]) in known or images_in(inside[0]):
            break
        passed.append(inside[0])
    return passed[-1], passed


def _with_images(place: Path) -> list[Path]:
    around = frozenset({identity(place)})
    return [sub for sub in sub_folders(place) if holds_images(sub, around)]


def _in_every_class(classes: list[Path]) -> list[str]:
    """Names of the folders that each class holds, if there are several, and two or more classes."""
    places = [_classes_in(folder, set())[0] for folder in classes]
    if any(map(images_in, places)):
        return []
    names = [{class_name(sub) for sub in _with_images(place)} for place in places]
    shared = sorted(set.intersection(*names)) if len(names) > 1 else []
    return shared if len(shared) > 1 else []


def _is_unsorted(inside: list[Path]) -> bool:
    """Whether a split holds but a folder that is called as a split, as in `test/test/1.jpg`."""
    return len(inside) == 1 and bool(_role(inside[0].name)[0])


def _no_classes(split: str, folder: Path, known: list[str]) -> str:
    first, *_ = [*known, "<class>"]
    otherwise = "" if split == "train" else f", or move it away to have {split} images set apart"
    return (
        f"{folder} holds no class folders: put its images into {folder / first}/ and so on"
        f"{otherwise}."
    )


def _beside(passed: list[Path], used: list[Path]) -> list[Path]:
    """What lies in these folders beside the next of them, and beside what is used in the last."""
    unused = []
    for place, chosen in zip(passed, [*([sub] for sub in passed[1:]), used], strict=True):
        unused += [sub for sub in sub_folders(place) if sub not in chosen and _holds_files(sub)]
        unused += map(Path, images_in(place))
        unused += archives_in(place)
    return unused


def _holds_files(folder: Path) -> bool:
    """Whether a folder, hidden files and links aside, holds a file at any depth."""
    return any(not name.startswith(".") for _, _, names in os.walk(folder) for name in names)
