"""Small image folders for tests of what is found in them, and files Pillow does not write."""

import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image

from cnncourse import data


def save(path: Path, color=(250, 10, 20), size=(8, 8), mode="RGB", **options) -> None:
    """Write an image of one color, and the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).convert(mode).save(path, **options)


def make_classes(place: Path, names=("a", "b"), count=10) -> None:
    """Make a folder for each class with so many images, no two alike."""
    for label, name in enumerate(names):
        for i in range(count):
            save(place / name / f"{i:02}.png", (100 * label, i, 0))


def load(root: Path, **options) -> tuple[data.ImageData, str]:
    """Load a folder; the images, and what is warned of: one line, or an empty text."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        images = data.folder(root, **options)
    assert len(caught) <= 1
    text = "".join(str(warning.message) for warning in caught)
    assert "\n" not in text
    return images, text


def counts(images: data.ImageData) -> list[int]:
    """Numbers of training, validation and test images."""
    return [len(split.labels) for split in (images.train, images.val, images.test)]


def png_of_sixteen_bits(values, color_type) -> bytes:
    """A PNG file of 16 bits a channel, which Pillow does not write in color."""
    height, width, _ = values.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    header = struct.pack(">IIBBBBB", width, height, 16, color_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def tiff_of_sixteen_bits(values, photometric) -> bytes:
    """A TIFF file of 16 bits a channel, uncompressed, whose photometric interpretation is given."""
    height, width, channels = values.shape
    content, start = values.astype("<u2").tobytes(), 8 + 6 + 10 * 12
    short, long = 3, 4
    depths = (short, channels, start) if channels > 1 else (short, 1, 16)
    tags = {256: (long, 1, width), 257: (long, 1, height), 258: depths, 259: (short, 1, 1)}
    tags |= {262: (short, 1, photometric), 273: (long, 1, start + 6), 277: (short, 1, channels)}
    tags |= {278: (long, 1, height), 279: (long, 1, len(content)), 284: (short, 1, 1)}
    fields = b"".join(struct.pack("<HHII", tag, *rest) for tag, rest in tags.items())
    depth = struct.pack("<3H", 16, 16, 16)
    return b"II*\0" + struct.pack("<IH", 8, 10) + fields + bytes(4) + depth + content
