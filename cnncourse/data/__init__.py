"""Data sets, each in the same form: `load(name)` or `folder(path)` returns an `ImageData`."""

import inspect
import pkgutil
from pathlib import Path

from cnncourse.data.catalog import CATALOG, Description
from cnncourse.data.folder_report import FolderReport
from cnncourse.data.image_folder import folder, inspect_folder
from cnncourse.data.images import ImageData, Split
from cnncourse.data.labels import one_hot
from cnncourse.errors import DataError, unknown_name

__all__ = [
    "Description",
    "FolderReport",
    "ImageData",
    "Split",
    "describe",
    "fetch",
    "folder",
    "inspect_folder",
    "is_ready",
    "load",
    "names",
    "one_hot",
]


def names() -> tuple[str, ...]:
    """Names of the data sets.

    Examples
    --------
    >>> names()
    ('digits', 'aerial', 'cifar10', 'fashion_mnist', 'eurosat')
    """
    return tuple(CATALOG)


def describe(name: str) -> Description:
    """What there is to know about a data set before it is loaded.

    Raises
    ------
    DataError
        If there is no data set of that name.

    Examples
    --------
    >>> describe("digits").image_shape
    (8, 8, 1)
    """
    if name not in CATALOG:
        raise DataError(unknown_name("data set", name, CATALOG))
    return CATALOG[name]


def load(name: str, **options) -> ImageData:
    """Load a data set by name; one that is not yet on this computer is fetched first.

    Parameters
    ----------
    name : str
        One of `names()`.
    **options
        Every data set but `aerial` takes `examples_per_class`, which keeps that many training
        images of each class. For the options of `aerial` see `cnncourse.data.aerial.load`.

    Returns
    -------
    ImageData
        uint8 images of shape (num_examples, height, width, channels) and int64 labels in fixed
        training, validation and test splits.

    Raises
    ------
    DataError
        If the name, an option or its value is unknown, or the data cannot be fetched.

    Examples
    --------
    >>> load("digits", examples_per_class=5).train.images.shape
    (50, 8, 8, 1)
    """
    loader = pkgutil.resolve_name(describe(name).loader)
    known = inspect.signature(loader).parameters
    for option in options:
        if option not in known:
            raise DataError(unknown_name(f"option of {name}", option, known))
    return loader(**options)


def fetch(name: str) -> Path:
    """Bring the files of a data set to this computer, checking them against their hashes.

    Nothing is done if they are here already: in the folder that the environment variable
    CNNCOURSE_DATA names, or in the cache.

    Returns
    -------
    Path
        The file, or the folder of several files.

    Raises
    ------
    DataError
        If there is nothing to fetch under that name, the source cannot be reached, or a file is
        not the one that was published.
    """
    if describe(name).origin != "fetched":
        raise DataError(
            f"There is nothing to fetch for {name!r}, it is {describe(name).origin}: "
            f"use data.load({name!r})."
        )
    from cnncourse.data import remote

    return remote.fetch(name)


def is_ready(name: str) -> bool:
    """Whether a data set can be loaded without a network.

    Examples
    --------
    >>> is_ready("digits")
    True
    """
    if describe(name).origin != "fetched":
        return True
    from cnncourse.data import remote

    return remote.is_here(name)
