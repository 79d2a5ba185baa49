"""Lists the image files of a folder with one sub-folder per class, and what is left aside."""

from pathlib import Path
from typing import NamedTuple

from cnncourse.data.image_files import ImageFile
from cnncourse.data.image_layout import class_name, find_layout
from cnncourse.data.image_walk import LeftAside, identity, images_below, sub_folders
from cnncourse.errors import DataError
from cnncourse.paths import expand, require_folder


class Listing(NamedTuple):
    """The image files of a folder.

    Attributes
    ----------
    root : Path
    class_names : tuple of str
        In alphabetical order.
    splits : dict of str to list of ImageFile
        "train" alone, or also "val" and "test" where there are folders of such names.
    passed_over : dict of str to int
        How many files are no images that can be read, by their endings.
    unfollowed : list of str
        Paths of links that lead back to a folder around them, or to that of a class.
    unused : list of Path
        Folders, images and archives that belong to no class.
    in_every_class : list of str
        Folders that every class holds, which may be the classes themselves.
    """

    root: Path
    class_names: tuple[str, ...]
    splits: dict[str, list[ImageFile]]
    passed_over: dict[str, int]
    unfollowed: list[str]
    unused: list[Path]
    in_every_class: list[str]


def list_images(path) -> Listing:
    """Find `path/<class>/` or `path/train/<class>/`, and the images in them.

    Sub-folders without images are no classes. What begins with a dot is passed over. Two names
    that are the same text in composed and decomposed Unicode are one class.

    Raises
    ------
    DataError
        If there are fewer than two classes, if the validation or test folder has another one or
        none, or if a folder cannot be read.
    """
    root = expand(path)
    require_folder(root, DataError)
    layout = find_layout(root)
    aside = LeftAside()
    found = {
        split: _files_of_classes(place, {root, *layout.places.values()}, aside)
        for split, place in layout.places.items()
    }
    class_names = tuple(sorted(found["train"]))
    if len(class_names) < 2:
        what = f"only the class {class_names[0]!r}" if class_names else "no classes"
        raise DataError(
            f"{layout.places['train']} has {what}: put the images into two or more sub-folders, "
            "one per class."
        )
    for split, classes in found.items():
        if unknown := sorted(set(classes) - set(class_names)):
            raise DataError(
                f"{layout.places[split]} has classes that {layout.places['train']} has not: "
                f"{', '.join(_with_the_like(name, class_names) for name in unknown)}. Give the "
                "splits the same classes."
            )
    splits = {
        split: [
            ImageFile(file, label)
            for label, name in enumerate(class_names)
            for file in classes.get(name, [])
        ]
        for split, classes in found.items()
    }
    return Listing(
        root,
        class_names,
        splits,
        passed_over=dict(aside.endings.most_common()),
        unfollowed=aside.links,
        unused=layout.unused,
        in_every_class=layout.in_every_class,
    )


def alike(name: str) -> str:
    """What two names have in common that differ in case or in spaces alone.

    Examples
    --------
    >>> alike("Sea  Lake") == alike("sea lake")
    True
    """
    return " ".join(name.casefold().split())


def _files_of_classes(place: Path, around: set[Path], aside: LeftAside) -> dict[str, list[str]]:
    """The image files of each class; links that lead back to the folders around are not taken."""
    folders = sub_folders(place)
    seen = frozenset(map(identity, (*around, *folders)))
    classes: dict[str, list[str]] = {}
    for folder in folders:
        if files := [*images_below(folder, aside, seen)]:
            classes.setdefault(class_name(folder), []).extend(files)
    return classes


def _with_the_like(name: str, known: tuple[str, ...]) -> str:
    like = [other for other in known if alike(other) == alike(name)]
    return f"{name} (it differs from {like[0]} in case or spaces alone)" if like else name
