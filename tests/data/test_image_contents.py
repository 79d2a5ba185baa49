"""What the files of a folder hold: any ending, odd EXIF blocks, few or huge images."""

import subprocess
import sys

import numpy as np
import pytest
from made_folders import counts, load, make_classes, save, tiff_of_sixteen_bits
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
