"""Says from which files an array of images was made, so that a later look shows what changed."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import PIL

from cnncourse.data.image_files import ImageFile

FORMAT = 3  # to be raised when files are decoded or stored in another way

Index = dict[str, np.ndarray]


def describe(root: Path, parts: dict[str, list[ImageFile]], settings: dict) -> Index:
    """The files as they are now, in arrays that can be stored and compared.

    Parameters
    ----------
    root : Path
        The image folder.
    parts : dict of str to list of ImageFile
        The files of each split.
    settings : dict
        How they are decoded and divided.

    Returns
    -------
    dict of str to ndarray
        `about`: settings and versions, as text. `splits` and `counts`: their names and numbers of
        files. `paths`: bytes, within the folder, a zero byte between two. `stamps`: (size in
        bytes, time of the last change in nanoseconds) of each file.
    """
    about = {**settings, "format": FORMAT, "pillow": PIL.__version__}
    files = [file for part in parts.values() for file in part]
    start = len(str(root / "_")) - 1
    paths = b"\0".join(os.fsencode(file.path[start:]) for file in files)
    return {
        "about": np.array(json.dumps(about, default=str)),
        "splits": np.array(list(parts)),
        "counts": np.array([len(part) for part in parts.values()]),
        "paths": np.frombuffer(paths, np.uint8),
        "stamps": stamps(file.path for file in files),
    }


def stamps(paths: Iterable[str | Path]) -> np.ndarray:
    """(size, time of the last change) of each file, (-1, -1) of one that is not there."""
    pairs = (stamp for path in paths for stamp in _stamp(path))
    return np.fromiter(pairs, np.int64).reshape(-1, 2)


def _stamp(path: str | Path) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def load(path: Path) -> Index:
    """A stored index; empty if there is none, or it is damaged."""
    try:
        with np.load(path) as index:
            return dict(index)
    except Exception:  # a damaged file can make NumPy's reader raise anything
        return {}


def is_same(index: Index, described: Index) -> bool:
    """Whether an index was made from the very files that are described."""
    return all(np.array_equal(index.get(key), value) for key, value in described.items())


def is_readable(index: Index) -> np.ndarray:
    """Whether each file gave an image, whose size is then in `sizes`."""
    return index["sizes"].any(axis=1)


def unchanged(index: Index, described: Index) -> np.ndarray:
    """Where each described file is in an index, if it is there, readable and not changed since.

    Returns
    -------
    ndarray of int
        Positions in the index; -1 for a file to be decoded anew.
    """
    if not np.array_equal(index.get("about"), described["about"]):
        return np.full(len(described["stamps"]), -1)
    positions = {path: i for i, path in enumerate(_paths(index))}
    found = np.array([positions.get(path, -1) for path in _paths(described)])
    same = (index["stamps"][found] == described["stamps"]).all(axis=1) & is_readable(index)[found]
    return np.where(same, found, -1)


def rows(index: Index) -> tuple[np.ndarray, np.ndarray]:
    """The split of each file and, if it is readable, its row in the array of that split.

    Examples
    --------
    >>> index = {
    ...     "splits": np.array(["train", "test"]),
    ...     "counts": np.array([2, 1]),
    ...     "sizes": np.array([[0, 0], [4, 6], [4, 6]]),
    ... }
    >>> splits, positions = rows(index)
    >>> splits.tolist(), positions.tolist()
    (['train', 'train', 'test'], [-1, 0, 0])
    """
    counts = index["counts"]
    of_splits = np.split(is_readable(index), np.cumsum(counts)[:-1])
    positions = np.concatenate([np.cumsum(readable) - 1 for readable in of_splits])
    return np.repeat(index["splits"], counts), positions


def _paths(index: Index) -> list[bytes]:
    return index["paths"].tobytes().split(b"\0")
