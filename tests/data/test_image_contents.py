"""What the files of a folder hold: any ending, odd EXIF blocks, deep values, few or huge images."""

import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from made_folders import counts, load, make_classes, save
from PIL import Image

from cnncourse import data
from cnncourse.data import ImageData, Split
from cnncourse.data.splits import stratified
from cnncourse.errors import DataError

TURNED = Image.Exif()
TURNED[0x0112] = 6  # orientation: turn by a quarter to view
EXIF = TURNED.tobytes()
HEADER = b"Exif\0\0MM\0*\0\0\0\x08"


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
@pytest.mark.parametrize(
    "block",
    [
        b"Exif\0\0",
        EXIF[:8],
        EXIF[:-9],
        b"Exif\0\0" + bytes(range(100, 140)),
        HEADER + b"\0\1\1\x12\0\x99\0\0\0\1\0\6\0\0\0\0\0\0",  # a type that there is not
        HEADER + b"\0\1\1\x12\0\2\0\0\0\0026\0\0\0\0\0\0\0",  # the orientation as a text
        HEADER + b"\0\1\1\x12\0\5\0\0\0\1\xff\xff\xff\0\0\0\0\0",  # a fraction beyond the end
    ],
    ids=["empty", "short", "cut", "garbage", "type", "text", "beyond"],
)
def test_an_odd_exif_block_costs_no_image(tmp_path, suffix, block):
    for kind in "ab":
        save(tmp_path / kind / f"odd.{suffix}", size=(12, 6), exif=block)
    report = data.inspect_folder(tmp_path)
    assert not report.unreadable
    assert report.sizes == {(6, 12): 2}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(tmp_path, orientation):
    upright = np.zeros((4, 6), np.uint8)
    upright[0, 0], upright[0, 5], upright[3, 0] = 250, 150, 50
    turns = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.T,
        6: np.rot90(upright),
        7: upright[::-1, ::-1].T,
        8: np.rot90(upright, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    for i in range(8):
        path = tmp_path / "ab"[i % 2] / f"{i}.png"
        path.parent.mkdir(exist_ok=True)
        stored = Image.fromarray(np.ascontiguousarray(turns[orientation]))
        stored.save(path, exif=exif)
    images, _ = load(tmp_path, channels=1)
    np.testing.assert_array_equal(images.train.images[0, ..., 0], upright)


def test_whatever_pillow_reads_is_read(tmp_path):
    endings = ["jfif", "gif", "ppm", "JPG", "Jpe", "jp2", "tga", "bmp", "qoi", "apng"]
    endings += ["avif"] if ".avif" in Image.registered_extensions() else []
    for kind in "ab":
        for ending in endings:
            save(tmp_path / kind / f"image.{ending}")
        save(tmp_path / kind / "image.pgm", mode="L")
        (tmp_path / kind / "no_ending").write_bytes((tmp_path / kind / "image.gif").read_bytes())
    report = data.inspect_folder(tmp_path)
    assert report.class_counts == dict.fromkeys("ab", len(endings) + 2)
    assert report.problems == ()


def test_what_is_passed_over_is_counted_and_named(tmp_path):
    make_classes(tmp_path)
    for i in range(3):
        (tmp_path / "a" / f"{i}.HEIC").touch()
    (tmp_path / "b" / "LICENSE").write_text("no image")
    (tmp_path / "b" / "Thumbs.db").touch()
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "1.heic").touch()
    expected = (
        "passed over what is not read as images: .heic (4), no ending (1)",
        "not used, as they belong to no class: c",
    )
    assert load(tmp_path)[1] == f"{tmp_path}: {'; '.join(expected)}."
    report = data.inspect_folder(tmp_path)
    assert report.problems == expected
    assert report.passed_over == {".heic": 4, "no ending": 1}


def save_deep(root, largest, suffix="png", count=10) -> None:
    """Write 16-bit images of two classes whose values rise evenly to the largest."""
    for i in range(2 * count):
        path = root / "ab"[i % 2] / f"deep{i}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((4, 4), largest * (i + 1) // (2 * count), np.uint16)).save(path)


def values_of(images) -> list[int]:
    splits = (images.train, images.val, images.test)
    return sorted(x for split in splits for x in split.images[:, 0, 0, 0].tolist())


@pytest.mark.parametrize("suffix", ["png", "tif"])
@pytest.mark.parametrize("bits", [10, 12])
def test_values_that_do_not_fill_sixteen_bits_are_warned_of_and_can_be_scaled(
    tmp_path, suffix, bits
):
    largest = 2**bits - 1
    save_deep(tmp_path, largest, suffix)
    images, warning = load(tmp_path, channels=1)
    assert f"divided by 256, but end at {largest}: pass bits={bits} to scale" in warning
    assert max(values_of(images)) == largest // 256
    assert warning.endswith(f"{data.inspect_folder(tmp_path).problems[0]}.")
    images, warning = load(tmp_path, channels=1, bits=bits)
    assert not warning
    assert values_of(images) == [largest * (i + 1) // 20 // 2 ** (bits - 8) for i in range(20)]


def test_values_beyond_the_bits_in_use_are_cut_and_warned_of(tmp_path):
    save_deep(tmp_path, 4095)
    images, warning = load(tmp_path, channels=1, bits=10)
    assert warning.endswith("16-bit gray values reach 4095 and were cut at 1023: raise bits.")
    assert values_of(images) == [min(4095 * (i + 1) // 20 // 4, 255) for i in range(20)]


def test_mixed_depths_are_warned_of_until_the_bits_are_said(tmp_path):
    save_deep(tmp_path, 65535)
    assert not load(tmp_path)[1]
    for kind in "ab":
        for i in range(5):
            save(tmp_path / kind / f"{i}.png", size=(4, 4), mode="L")
    assert "20 images have 16 bits and 10 have 8: pass bits=" in load(tmp_path)[1]
    assert not load(tmp_path, bits=16)[1]


def test_a_cache_keeps_what_is_said_of_deep_values(tmp_path, decoded):
    root, cache = tmp_path / "pictures", tmp_path / "kept"
    save_deep(root, 4095)
    first = load(root, cache=cache)[1]
    assert "end at 4095" in first
    assert load(root, cache=cache)[1] == first
    assert len(decoded) == 20
    save(root / "a" / "new.png", size=(4, 4), mode="L")
    assert "end at 4095" in load(root, cache=cache)[1]
    assert len(decoded) == 21
    scaled = load(root, cache=cache, bits=12, channels=1)[0]
    assert max(values_of(scaled)) == 255


def test_a_wide_gray_map_is_scaled_as_it_says(tmp_path):
    for i in range(20):
        path = tmp_path / "ab"[i % 2] / f"{i}.pgm"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"P5 1 1 4095\n" + (4095 * (i + 1) // 20).to_bytes(2, "big"))
    images, warning = load(tmp_path, channels=1)
    assert not warning
    assert max(values_of(images)) == 255


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


DEEP_COLORS = {
    "rgb.png": lambda values: png_of_sixteen_bits(values, 2),
    "rgba.png": lambda values: png_of_sixteen_bits(np.pad(values, [(0, 0)] * 2 + [(0, 1)]), 6),
    "gray_alpha.png": lambda values: png_of_sixteen_bits(values[..., :2], 4),
    "rgb.tif": lambda values: tiff_of_sixteen_bits(values, 2),
}


@pytest.mark.parametrize("name", DEEP_COLORS)
@pytest.mark.parametrize("largest", [1023, 4095, 65535])
def test_deep_colors_that_do_not_fill_their_range_are_warned_of(tmp_path, decoded, name, largest):
    root, cache = tmp_path / "pictures", tmp_path / "kept"
    for i in range(20):
        path = root / "ab"[i % 2] / f"{i}_{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        values = np.full((4, 4, 3), largest * (i + 1) // 20, np.uint16)
        path.write_bytes(DEEP_COLORS[name](values))
    expected = (
        f"{root}: of 16-bit colors the upper 8 bits are read, but none is above {largest}: scale "
        "them to the whole range, or save them with 8 bits."
    )
    expected = expected if largest < 2**15 else ""
    images, warning = load(root, channels=1)
    assert warning == expected
    assert values_of(images) == [largest * (i + 1) // 20 // 256 for i in range(20)]
    for _ in range(2):
        assert load(root, cache=cache)[1] == expected
    assert len(decoded) == 40


@pytest.mark.parametrize("bits", [None, 12])
@pytest.mark.parametrize("photometric", [0, 1])
def test_where_zero_means_white_the_values_are_turned_round(tmp_path, photometric, bits):
    largest = 2 ** (bits or 16) - 1
    for i in range(20):
        path = tmp_path / "ab"[i % 2] / f"{i}.tif"
        path.parent.mkdir(exist_ok=True)
        values = np.full((4, 4, 1), largest * (i + 1) // 20, np.uint16)
        path.write_bytes(tiff_of_sixteen_bits(values, photometric))
    upper = [largest * (i + 1) // 20 // ((largest + 1) // 256) for i in range(20)]
    images, warning = load(tmp_path, channels=1, bits=bits)
    assert not warning
    assert values_of(images) == (upper if photometric else sorted(255 - x for x in upper))


@pytest.mark.parametrize(("split", "where"), [("", "b"), ("train", "train/b")])
def test_a_class_whose_values_end_far_lower_is_warned_of(tmp_path, split, where):
    for kind, largest in (("a", 65535), ("b", 4095)):
        (tmp_path / split / kind).mkdir(parents=True)
        for i in range(10):
            values = np.full((8, 8), largest * (i + 1) // 10, np.uint16)
            Image.fromarray(values).save(tmp_path / split / kind / f"{i}.png")
    if split:
        make_classes(tmp_path / "test")
    expected = f"16-bit gray values reach 65535, but far less in {where} (4095): if their bits"
    assert expected in load(tmp_path)[1]


@pytest.mark.parametrize("bits", [7, 17, 12.5, "12"])
def test_bits_that_there_cannot_be(tmp_path, bits):
    make_classes(tmp_path)
    with pytest.raises(DataError, match=r"bits is .*: use a whole number from 8 to 16"):
        data.folder(tmp_path, bits=bits)


LOADS_ONE_THAT_IS_LOGGED = """
import sys, warnings
from cnncourse import data
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    data.folder(sys.argv[1])
    data.inspect_folder(sys.argv[1])
print(*(warning.message for warning in caught))
"""


def test_what_pillow_logs_without_a_name_is_not_printed(tmp_path):
    make_classes(tmp_path)
    content = tiff_of_sixteen_bits(np.zeros((8, 8, 9), np.uint16), 2)
    (tmp_path / "a" / "odd.tif").write_bytes(content)
    (tmp_path / "b" / "odd").write_bytes(content)
    command = [sys.executable, "-c", LOADS_ONE_THAT_IS_LOGGED, str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert not result.stderr
    assert "skipped 1 unreadable: a/odd.tif (" in result.stdout
    assert "no ending (1)" in result.stdout


@pytest.mark.parametrize("options", [{}, {"cache": True}])
def test_a_huge_image_is_named_and_kept(tmp_path, monkeypatch, options):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 500)  # of 89 million, to be fast
    root = tmp_path / "pictures"
    make_classes(root)
    save(root / "a" / "huge.png", size=(30, 20))
    for _ in range(2):
        images, warning = load(root, size=8, **options)
        assert warning == f"{root}: huge images: a/huge.png (20x30)."
        assert sum(counts(images)) == 21
    assert data.inspect_folder(root).huge == {"a/huge.png": (20, 30)}


@pytest.mark.parametrize("count", [4, 5])
def test_small_classes_give_each_split_an_image(tmp_path, count):
    make_classes(tmp_path, count=count)
    images, warning = load(tmp_path)
    assert counts(images) == [2 * count - 4, 2, 2]
    assert "fewer than 10 images" in warning
    assert "too small" not in warning


def test_classes_too_small_to_divide_say_which_option_helps(tmp_path):
    make_classes(tmp_path, count=3)
    images, warning = load(tmp_path)
    assert counts(images) == [6, 0, 0]
    assert "set val images apart: pass val=0.34, or add images" in warning
    assert "set test images apart: pass test=0.34, or add images" in warning
    assert counts(load(tmp_path, val=0.34, test=0.34)[0]) == [2, 2, 2]
    assert "too small" not in load(tmp_path, val=0, test=0)[1]


def test_a_class_of_one_is_trained_on(tmp_path):
    make_classes(tmp_path)
    save(tmp_path / "lonely" / "1.png")
    images, warning = load(tmp_path)
    assert images.train.labels.tolist().count(2) == 1
    assert warning.endswith("fewer than 10 images: lonely (1).")


def test_a_split_that_is_not_asked_for_gets_nothing():
    assert [len(part) for part in stratified([0] * 4, (0.0, 0.1))] == [3, 0, 1]
    assert [len(part) for part in stratified([0] * 3, (0.1, 0.1))] == [3, 0, 0]


@pytest.mark.parametrize("images", [np.zeros((0, 8, 8, 3), np.uint8), np.array([]), []])
def test_an_empty_training_split_has_no_image_shape(images):
    split = Split(images, np.zeros(0, np.int64))
    with pytest.raises(DataError, match="mine has no training images"):
        _ = ImageData("mine", split, split, split, ("a", "b")).image_shape
