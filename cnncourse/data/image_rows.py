"""Puts decoded images one after another into the arrays of the splits, in memory or in files."""

import os
from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from cnncourse.data.image_files import Decoded, ImageFile


class MemoryRows:
    """An array that is filled image by image.

    Parameters
    ----------
    count : int
        Most images that can be appended.
    shape : (int, int, int)
        (height, width, channels) of each.

    Examples
    --------
    >>> rows = MemoryRows(5, (1, 1, 3))
    >>> rows.append(np.ones((1, 1, 3)))
    >>> rows.array().shape
    (1, 1, 1, 3)
    """

    def __init__(self, count: int, shape: tuple[int, ...]):
        self._array, self._count = np.empty((count, *shape), np.uint8), 0

    def append(self, pixels: np.ndarray) -> None:
        self._array[self._count] = pixels
        self._count += 1

    def array(self) -> np.ndarray:
        """The images appended so far."""
        return self._array[: self._count]


class FileRows:
    """A `.npy` file that is filled image by image.

    It is written, not mapped: a full disk then raises an OSError, where a map ends the process.

    Parameters
    ----------
    file : binary file, open for writing
    count : int
        Most images that can be appended.
    shape : (int, int, int)
        (height, width, channels) of each.
    """

    def __init__(self, file, count: int, shape: tuple[int, ...]):
        self._file, self._most, self._count, self._shape = file, count, 0, shape
        self._write_header(count)

    def append(self, pixels: np.ndarray) -> None:
        self._file.write(np.ascontiguousarray(pixels))
        self._count += 1

    def finish(self) -> None:
        """Correct the number of images, and wait until all is on the disk."""
        self._file.seek(0)
        self._write_header(self._count)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write_header(self, count: int) -> None:
        # NumPy leaves room for the longest number, so that the header keeps its length.
        header = {"descr": "|u1", "fortran_order": False, "shape": (count, *self._shape)}
        np.lib.format.write_array_header_1_0(self._file, header)


def fill(
    parts: dict[str, list[ImageFile]], decoded: Iterator[Decoded], make_rows: Callable
) -> tuple[dict | None, list[Decoded]]:
    """Append each image to the rows of its split; one image is held at a time.

    Parameters
    ----------
    parts : dict of str to list of ImageFile
        The files of each split.
    decoded : iterator of Decoded
        One for each file, split after split.
    make_rows : callable
        Called as `make_rows(shape)` with that of the first readable image, it returns the rows of
        each split, by its name.

    Returns
    -------
    rows : dict, or None
        What `make_rows` returned; None if there is no readable image or they differ in size.
    found : list of Decoded
        One for each file, without the pixels.
    """
    rows, found, shapes = None, [], set()
    for split, files in parts.items():
        for image in islice(decoded, len(files)):
            found.append(image._replace(pixels=None))
            if image.problem:
                continue
            shapes.add(image.pixels.shape)
            if rows is None:
                rows = make_rows(image.pixels.shape)
            if len(shapes) == 1:
                rows[split].append(image.pixels)
    return (rows if len(shapes) == 1 else None), found
