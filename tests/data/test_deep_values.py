"""Images of more than 8 bits: how their values are scaled, and what is warned of."""

import numpy as np
import pytest
from made_folders import load, make_classes, png_of_sixteen_bits, save, tiff_of_sixteen_bits
from PIL import Image

from cnncourse import data
from cnncourse.errors import DataError


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
