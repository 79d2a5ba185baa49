"""Keeps the decoded images of a folder on the disk, in arrays that are mapped, not loaded.

    <home>/<name>-<hash of the folder's path and the settings>/
        index.npz               what the arrays were made from, and where they lie
        images-<random>/        the arrays: train.npy, val.npy, test.npy
        lock                    held by the process that writes

The index is put in place last and in one step, so what it names is whole. Whoever writes holds the
lock, so what the index does not name is left over and can be removed. Reading takes no lock.
"""

import errno
import hashlib
import json
import math
import os
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from tqdm import tqdm

from cnncourse.data import image_index
from cnncourse.data.download import cache_folder
from cnncourse.data.image_files import Decoded, ImageFile, decode_all
from cnncourse.data.image_rows import FileRows, fill
from cnncourse.errors import DataError

_NO_PROGRESS = 2  # seconds without a progress bar


class ImageCache:
    """The decoded images of one folder under one set of settings.

    Parameters
    ----------
    root : Path
        The image folder.
    parts : dict of str to list of ImageFile
        The files of each split.
    settings : dict
        `size`, `channels` and `bits`, and all else that has a say in what the splits are.
    home : Path, optional
        Where caches are kept; with the downloaded data sets by default.
    """

    def __init__(
        self, root: Path, parts: dict[str, list[ImageFile]], settings: dict, home: Path | None
    ):
        self._root, self._parts = root.resolve(), parts
        self._files = [file for part in parts.values() for file in part]
        self._size, self._channels = settings["size"], settings["channels"]
        self._bits = settings["bits"]
        key = json.dumps({"folder": str(self._root), **settings}, default=str).encode()
        name = f"{self._root.name}-{hashlib.sha256(key).hexdigest()[:16]}"
        self.place = (home or cache_folder("folders")) / name
        self._now = image_index.describe(root, parts, settings)

    def read(self) -> tuple[dict[str, np.ndarray] | None, list[Decoded]]:
        """Map the images; those that are not yet there, or have changed, are decoded first.

        Returns
        -------
        arrays : dict of str to memmap of uint8, shape (num_examples, height, width, channels)
            The readable images of each split; None if there are none or they differ in size.
        found : list of Decoded
            One for each file, without the pixels.

        Raises
        ------
        DataError
            If the cache cannot be written.
        """
        opened = self._open()
        if opened:
            return opened
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            with self._lock():
                return self._open() or self._build()
        except (OSError, NotImplementedError) as error:  # the latter: a disk without locks
            raise DataError(
                f"Cannot keep the images of {self._root} in {self.place} "
                f"({getattr(error, 'strerror', None) or error}): make room, or pass cache= a "
                "folder that can be written to."
            ) from None

    def _lock(self) -> FileLock:
        lock = FileLock(self.place / "lock")
        try:
            return lock.acquire(timeout=0)
        except Timeout:
            print(f"Waiting for another process that decodes {self._root}.", file=sys.stderr)
            return lock.acquire()

    def _index(self) -> image_index.Index:
        return image_index.load(self.place / "index.npz")

    def _open(self) -> tuple[dict[str, np.ndarray], list[Decoded]] | None:
        """What `read` returns, if it is stored and still true."""
        index = self._index()
        if not image_index.is_same(index, self._now):
            return None
        # Most images of a folder have a size in common: one object stands for all of them.
        seen = np.column_stack([index["sizes"], index["peaks"]])
        seen, which = np.unique(seen, axis=0, return_inverse=True)
        kinds = [Decoded(None, tuple(row[:2]), "", *row[2:]) for row in seen.tolist()]
        found = [kinds[i] for i in which.ravel()]
        skipped = np.flatnonzero(~image_index.is_readable(index))
        # Each is tried again: it may become readable unchanged, as when it is allowed to be read.
        again = self._decode(self._files[i] for i in skipped)
        for i, image in zip(skipped, again, strict=True):
            if not image.problem:
                return None
            found[i] = image
        arrays = self._map(index)
        return (arrays, found) if arrays else None

    def _map(self, index: image_index.Index) -> dict[str, np.ndarray] | None:
        """The arrays that an index names; None if they are not as they were written."""
        paths = [self.place / f"{index['arrays']}/{split}.npy" for split in index["splits"]]
        if not np.array_equal(image_index.stamps(paths), index["array_stamps"]):
            return None
        with suppress(OSError):  # another process has just decoded anew and removed them
            return dict(zip(index["splits"].tolist(), map(_map_file, paths), strict=True))
        return None

    def _build(self) -> tuple[dict[str, np.ndarray] | None, list[Decoded]]:
        place = self.place / f"images-{uuid.uuid4().hex}"
        place.mkdir()
        try:
            with ExitStack() as stack:

                def make_rows(shape: tuple[int, ...]) -> dict[str, FileRows]:
                    _require_room(place, len(self._files) * math.prod(shape))
                    rows = {}
                    for split, part in self._parts.items():
                        file = stack.enter_context(open(place / f"{split}.npy", "xb"))
                        rows[split] = FileRows(file, len(part), shape)
                    return rows

                images = stack.enter_context(closing(self._images()))
                rows, found = fill(self._parts, images, make_rows)
                for split_rows in (rows or {}).values():
                    split_rows.finish()
            return (self._publish(place, found) if rows else None), found
        finally:
            self._remove_leftovers()

    def _images(self) -> Iterator[Decoded]:
        """Each image: from the older arrays if its file has not changed, else decoded."""
        index = self._index()
        older = image_index.unchanged(index, self._now)
        arrays = self._map(index) if (older >= 0).any() else None
        if arrays:
            splits, rows = image_index.rows(index)
        else:
            older[:] = -1
        changed = (file for file, i in zip(self._files, older, strict=True) if i < 0)
        with closing(self._decode(changed)) as decoded:
            title = f"Decoding {self._root.name}"
            for i in tqdm(older, title, unit=" images", delay=_NO_PROGRESS, leave=False):
                if i < 0:
                    yield next(decoded)
                else:
                    size = tuple(index["sizes"][i].tolist())
                    peaks = index["peaks"][i].tolist()
                    yield Decoded(arrays[splits[i]][rows[i]], size, "", *peaks)

    def _decode(self, files: Iterable[ImageFile]) -> Iterator[Decoded]:
        return decode_all(files, self._size, self._channels, self._bits)

    def _publish(self, place: Path, found: list[Decoded]) -> dict[str, np.ndarray]:
        """Write the index and put it in place; returns the arrays."""
        paths = [place / f"{split}.npy" for split in self._parts]
        index = self._now | {
            "sizes": np.array([image.size or (0, 0) for image in found], np.int32),
            "peaks": np.array([(image.peak, image.color_peak) for image in found], np.int32),
            "arrays": np.array(place.name),
            "array_stamps": image_index.stamps(paths),
        }
        with open(place / "index.npz", "xb") as file:
            np.savez(file, **index)
            file.flush()
            os.fsync(file.fileno())
        arrays = self._map(index)
        os.replace(place / "index.npz", self.place / "index.npz")
        return arrays

    def _remove_leftovers(self) -> None:
        """Remove arrays that the index does not name: older ones, and those never finished."""
        named = str(self._index().get("arrays"))
        for place in self.place.glob("images-*"):
            if place.name != named:
                shutil.rmtree(place, ignore_errors=True)


def _map_file(path: Path) -> np.ndarray:
    with suppress(OSError):
        # Copy on write: the images can be changed, as those in memory can, and the file cannot.
        return np.load(path, mmap_mode="c")
    # The system refuses that where all the copies would not fit into its memory.
    return np.load(path, mmap_mode="r")


def _require_room(place: Path, num_bytes: int) -> None:
    """Say so at the start, rather than after minutes, if the disk will be full."""
    if shutil.disk_usage(place).free < num_bytes:
        raise OSError(errno.ENOSPC, f"{num_bytes / 1e9:.1f} GB do not fit on the disk")
