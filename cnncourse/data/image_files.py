"""Decodes image files, several at a time, into arrays of the form that is asked for."""

import io
import logging
import os
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import PHOTOMETRIC_INTERPRETATION

from cnncourse.data.image_metadata import bare
from cnncourse.paths import reason

_ORIENTATION = ExifTags.Base.Orientation
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # what undoes each orientation that EXIF knows
_NUM_THREADS = (os.cpu_count() or 1) + 1  # one may wait for the disk while the others decode
_CHUNK = 8  # images for one thread at a time: to hand over small ones singly costs more than them


class ImageFile(NamedTuple):
    """Where an image lies, and its class; a text takes less memory than a `Path`."""

    path: str
    label: int


class Decoded(NamedTuple):
    """An image read from a file, or what was wrong with the file.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, channels), or None
    size : (height, width) in the file, or None
    problem : str, empty if there is none
    peak : int
        The largest of its values if they are gray and of 16 bits, else -1.
    color_peak : int
        What none of its values exceeds if they are colors of 16 bits, of which Pillow reads the
        upper 8, else -1.
    """

    pixels: np.ndarray | None
    size: tuple[int, int] | None
    problem: str
    peak: int = -1
    color_peak: int = -1


def decode_all(
    files: Iterable[ImageFile],
    size: tuple[int, int] | None,
    channels: int,
    bits: int | None = None,
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
    bits : int, optional
        How many bits of 16-bit gray values are in use; all 16 without it.
    """
    files = iter(files)

    def decode(chunk: list[ImageFile]) -> list[Decoded]:
        return [_decode(file.path, size, channels, bits) for file in chunk]

    with ThreadPoolExecutor(_NUM_THREADS) as pool:
        pending = deque()
        while chunk := list(islice(files, _CHUNK)):
            pending.append(pool.submit(decode, chunk))
            if len(pending) > _NUM_THREADS:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


@contextmanager
def without_pillow_warnings() -> Iterator[None]:
    """Within it, Pillow does not warn: it names no file, and `Decoded` says what matters."""
    logger, silent = logging.getLogger("PIL"), logging.NullHandler()  # without one, it prints
    logger.addHandler(silent)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"PIL\.")
            yield
    finally:
        logger.removeHandler(silent)


def _decode(
    path: str, size: tuple[int, int] | None, channels: int, bits: int | None = None
) -> Decoded:
    try:
        return _read(path, size, channels, bits)
    except Exception as error:  # a damaged file can make Pillow's readers raise anything
        problem = _one_line(error)
    with suppress(Exception):
        content = Path(path).read_bytes()
        if (needed := bare(content)) != content:
            return _read(io.BytesIO(needed), size, channels, bits)
    return Decoded(None, None, problem)


def _read(
    file: str | BinaryIO, size: tuple[int, int] | None, channels: int, bits: int | None
) -> Decoded:
    with Image.open(file) as image:
        # A portable gray map of more than 8 bits is scaled to 16 when it is read.
        is_deep = image.mode.startswith("I;16") or (image.mode, image.format) == ("I", "PPM")
        is_negative, raw_modes = _is_negative(image), str([tile.args for tile in image.tile])
        image = _upright(image)
        original, peak, color_peak = (image.height, image.width), -1, -1
        if is_deep:
            values = np.asarray(image)
            image, peak = _eight_bits(values, bits or 16, is_negative), int(values.max())
        elif ";16" in raw_modes:
            color_peak = _upper_bound(image)
        image = _to_mode(image, "RGB" if channels == 3 else "L")
        if size and size != original:
            image = image.resize(size[::-1], Image.Resampling.BILINEAR)
        pixels = np.asarray(image)
    pixels = pixels.reshape(*pixels.shape[:2], channels)
    return Decoded(pixels, original, "", peak, color_peak)


def _upright(image: Image.Image) -> Image.Image:
    """The image turned as its EXIF block says; as it is stored if that block makes no sense."""
    image.load()  # first, so that damaged pixels are not taken for a damaged block
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION))
    except Exception:  # a damaged block can make Pillow's readers raise anything
        return image
    return image if turn is None else image.transpose(turn)


def _is_negative(image: Image.Image) -> bool:
    """Whether 0 means white in a TIFF file; Pillow heeds that in 8 bits only."""
    return getattr(image, "tag_v2", {}).get(PHOTOMETRIC_INTERPRETATION) == 0


def _eight_bits(values: np.ndarray, bits: int, is_negative: bool) -> Image.Image:
    """The upper 8 of so many bits, which keep the order of the values; larger ones become 255."""
    upper = np.minimum(values >> (bits - 8), 255).astype(np.uint8)
    return Image.fromarray(255 - upper if is_negative else upper)


def _upper_bound(image: Image.Image) -> int:
    """What no color exceeds in an image of 16 bits, of which the upper 8 are there."""
    largest = max(high for _, high in image.convert("RGB").getextrema())
    return 256 * largest + 255


def _to_mode(image: Image.Image, mode: str) -> Image.Image:
    if image.mode in ("I", "F"):
        raise ValueError("its 32-bit pixels have no known range, save it with 8 bits")
    if image.mode == "P":
        image = image.convert("RGBA")  # a palette may hold transparent colors
    return image.convert(mode)


def _one_line(error: Exception) -> str:
    if isinstance(error, Image.UnidentifiedImageError):
        return "not an image"
    if isinstance(error, OSError):
        return reason(error).partition("\n")[0]
    return str(error).partition("\n")[0] or type(error).__name__
