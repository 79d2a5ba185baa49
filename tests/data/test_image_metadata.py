"""Damage in what describes an image, while its pixels are sound: the image is kept."""

import io
import struct
import zlib

import numpy as np
import pytest
from made_folders import load
from PIL import Image

from cnncourse import data
from cnncourse.data.image_metadata import bare

PIXELS = np.random.default_rng(0).integers(0, 256, (6, 12, 3), np.uint8)
TURNED = Image.Exif()
TURNED[0x0112] = 6  # orientation: turn by a quarter to view


def encoded(format, **options) -> bytes:
    file = io.BytesIO()
    Image.fromarray(PIXELS).save(file, format, **options)
    return file.getvalue()


def with_chunk(name, content, checksum=None, **options) -> bytes:
    """A PNG file with another chunk before its pixels."""
    whole = encoded("PNG", **options)
    start = whole.index(b"IDAT") - 4
    checksum = zlib.crc32(name + content) if checksum is None else checksum
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
    return whole[:start] + chunk + whole[start:]


def with_segment(marker, content, **options) -> bytes:
    """A JPEG file with another segment at its start."""
    segment = struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
    return b"\xff\xd8" + segment + encoded("JPEG", **options)[2:]


DAMAGED = {
    "exif.png": with_chunk(b"eXIf", TURNED.tobytes()[6:], checksum=0),
    "text.png": with_chunk(b"tEXt", b"a\0b", checksum=0),
    "resolution.png": with_chunk(b"pHYs", b"\0\0"),
    "gamma.png": with_chunk(b"gAMA", b""),
    "colors.png": with_chunk(b"cHRM", b"\0" * 9),
    "profile.png": with_chunk(b"iCCP", b"name\0\x63garbage"),
    "jfif.jpg": with_segment(0xE0, b"JFIF\0"),
}


def write(root, name, content) -> None:
    for kind in "ab":
        (root / kind).mkdir()
        for i in range(10):
            (root / kind / f"{i}_{name}").write_bytes(content)


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_beside_the_pixels_costs_no_image(tmp_path, name):
    content = DAMAGED[name]
    with pytest.raises((OSError, ValueError)), Image.open(io.BytesIO(content)) as image:
        image.load()
    write(tmp_path, name, content)
    images, warning = load(tmp_path)
    assert not warning
    sound = np.asarray(Image.open(io.BytesIO(encoded("JPEG"))))
    np.testing.assert_array_equal(images.train.images[0], PIXELS if name.endswith("png") else sound)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", with_chunk(b"pHYs", b"\0\0", exif=TURNED)),
        ("a.jpg", with_segment(0xE0, b"JFIF\0", exif=TURNED)),
    ],
)
def test_a_turn_is_still_heeded(tmp_path, name, content):
    write(tmp_path, name, content)
    assert load(tmp_path)[0].image_shape == (12, 6, 3)


def test_transparent_colors_and_those_of_print_are_kept():
    clear = Image.new("P", (2, 2))
    for image, format, options in (
        (clear, "PNG", {"transparency": 0, "dpi": (72, 72)}),
        (Image.new("CMYK", (8, 8), (10, 20, 30, 40)), "JPEG", {"comment": b"print"}),
    ):
        file = io.BytesIO()
        image.save(file, format, **options)
        needed = bare(file.getvalue())
        assert len(needed) < len(file.getvalue())
        with Image.open(file) as before, Image.open(io.BytesIO(needed)) as after:
            assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_pixels_are_named_with_the_first_reason(tmp_path, name):
    write(tmp_path, "sound.png", encoded("PNG"))
    (tmp_path / "a" / name).write_bytes(DAMAGED[name][:-40])
    assert set(data.inspect_folder(tmp_path).unreadable) == {f"a/{name}"}


@pytest.mark.parametrize("name", DAMAGED)
def test_any_cut_is_borne(name):
    for end in range(len(DAMAGED[name])):
        assert len(bare(DAMAGED[name][:end])) <= end
