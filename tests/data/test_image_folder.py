"""Any image folder: what is read, how it is split, and what is said of one that is not well."""

import os
import re
import warnings

import numpy as np
import pytest
from PIL import Image

from cnncourse import data
from cnncourse.data.image_listing import list_images
from cnncourse.errors import DataError

RNG = np.random.default_rng(0)
RED, BLUE = (250, 10, 20), (10, 20, 250)


def save(path, color=RED, size=(8, 8), mode="RGB") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).convert(mode).save(path)


@pytest.fixture
def two_classes(tmp_path):
    """Twenty red images of one class and forty blue ones of another."""
    root = tmp_path / "pictures"
    for i in range(20):
        save(root / "rose" / f"{i:02}.png", RED)
    for i in range(40):
        save(root / "violet" / f"{i:02}.png", BLUE)
    return root


@pytest.fixture(autouse=True)
def no_unexpected_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_classes_and_labels_come_from_the_sub_folders(two_classes):
    images = data.folder(two_classes)
    assert images.name == "pictures"
    assert images.class_names == ("rose", "violet")
    assert not images.synthetic
    for split, counts in ((images.train, [16, 32]), (images.val, [2, 4]), (images.test, [2, 4])):
        assert np.bincount(split.labels).tolist() == counts
        assert split.images.dtype == np.uint8
        assert split.labels.dtype == np.int64
        expected = np.array([RED, BLUE])[split.labels]
        assert (split.images == expected[:, None, None, :]).all()


def test_fractions_and_few_examples(two_classes):
    images = data.folder(two_classes, val=0.25, test=0.5, examples_per_class=4)
    assert np.bincount(images.train.labels).tolist() == [4, 4]
    assert np.bincount(images.val.labels).tolist() == [5, 10]
    assert np.bincount(images.test.labels).tolist() == [10, 20]
    assert len(data.folder(two_classes, test=0).test.images) == 0


def test_the_seed_draws_the_splits(tmp_path):
    for i in range(40):
        save(tmp_path / "ab"[i % 2] / f"{i}.png", (i, 0, 0))

    def reds(**options):
        return data.folder(tmp_path, **options).test.images[:, 0, 0, 0].tolist()

    assert reds() == reds()
    assert sorted(reds()) != sorted(reds(seed=1))


def test_pixels_keep_their_places(tmp_path):
    pixels = RNG.integers(0, 256, (20, 5, 7, 3), np.uint8)
    for i, image in enumerate(pixels):
        path = tmp_path / "ab"[i % 2] / f"{i}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(image).save(path)
    images = data.folder(tmp_path)
    assert images.image_shape == (5, 7, 3)
    together = np.concatenate([images.train.images, images.val.images, images.test.images])
    assert sorted(x.tobytes() for x in together) == sorted(x.tobytes() for x in pixels)


def test_folders_named_after_the_splits(two_classes, tmp_path):
    root = tmp_path / "split"
    for split, count in (("Train", 20), ("validation", 3), ("test", 5)):
        for i in range(count):
            save(root / split / "a" / f"{i}.png", RED)
            save(root / split / "b" / f"{i}.png", BLUE)
    images = data.folder(root)
    assert images.class_names == ("a", "b")
    assert [len(s.labels) for s in (images.train, images.val, images.test)] == [40, 6, 10]
    assert len(set(images.train.labels[:12])) == 2  # mixed, not one class after the other
    again = data.folder(root)
    np.testing.assert_array_equal(images.val.labels, again.val.labels)


def test_a_split_without_a_folder_is_taken_from_train(tmp_path):
    for split, count in (("train", 20), ("test", 5)):
        for i in range(count):
            save(tmp_path / split / "a" / f"{i}.png")
            save(tmp_path / split / "b" / f"{i}.png")
    images = data.folder(tmp_path, val=0.2)
    assert [len(s.labels) for s in (images.train, images.val, images.test)] == [32, 8, 10]


def test_a_class_may_be_called_train(tmp_path):
    for i in range(10):
        save(tmp_path / "plane" / f"{i}.png")
        save(tmp_path / "train" / f"{i}.png")
    assert data.folder(tmp_path).class_names == ("plane", "train")


def test_suffixes_in_any_case_at_any_depth_but_nothing_hidden(tmp_path):
    names = ["1.JPG", "2.jpeg", "3.Png", "4.TIF", "5.tiff", "6.bmp", "7.webp", "deep/er/8.jpg"]
    names += ["9.png", "10.png"]
    for kind in "ab":
        for name in names:
            save(tmp_path / kind / name)
        save(tmp_path / kind / ".hidden.png")
        save(tmp_path / kind / ".ipynb_checkpoints" / "copy.png")
        (tmp_path / kind / "notes.txt").write_text("no image")
    save(tmp_path / ".git" / "picture.png")
    (tmp_path / "empty").mkdir()
    report = data.inspect_folder(tmp_path)
    assert report.class_counts == {"a": 10, "b": 10}
    assert report.problems == ("passed over what is not read as images: .txt (2)",)


def test_files_come_in_the_order_of_their_paths_part_by_part(tmp_path):
    names = ["a.png", "a/2.png", "a/10.png", "a-b/1.png", "B.png", "ä.png"]
    for name in names:
        save(tmp_path / "one" / name)
    save(tmp_path / "two" / "1.png")
    (tmp_path / "one" / "loop").symlink_to(tmp_path / "one")
    found = list_images(tmp_path).splits["train"]
    expected = sorted(tmp_path / "one" / name for name in names)
    assert [file.path for file in found] == [*map(str, expected), str(tmp_path / "two" / "1.png")]


def test_a_folder_that_may_not_be_read_is_named(two_classes, monkeypatch):
    place = two_classes / "rose" / "closed"
    place.mkdir()
    original = os.scandir

    def scandir(path):
        if os.fspath(path) == str(place):
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    message = re.escape(f"Cannot look into {place} (Permission denied): allow")
    with pytest.raises(DataError, match=message):
        data.folder(two_classes)


def test_unreadable_files_are_skipped_and_named(two_classes):
    (two_classes / "rose" / "text.jpg").write_text("this is no image")
    whole = (two_classes / "rose" / "00.png").read_bytes()
    (two_classes / "violet" / "cut.png").write_bytes(whole[: len(whole) // 2])
    (two_classes / "violet" / "empty.jpg").touch()
    with pytest.warns(UserWarning) as caught:
        images = data.folder(two_classes)
    (warning,) = caught
    text = str(warning.message)
    assert "\n" not in text
    assert "skipped 3 unreadable" in text
    assert "rose/text.jpg (not an image)" in text
    assert "violet/cut.png (" in text
    assert sum(len(s.labels) for s in (images.train, images.val, images.test)) == 60
    expected = np.array([RED, BLUE])[images.train.labels]
    assert (images.train.images == expected[:, None, None, :]).all()  # labels did not slip

    report = data.inspect_folder(two_classes)
    assert set(report.unreadable) == {"rose/text.jpg", "violet/cut.png", "violet/empty.jpg"}
    assert report.class_counts == {"rose": 20, "violet": 40}


def test_tiny_classes_are_reported_and_kept(two_classes):
    for i in range(2):
        save(two_classes / "daisy" / f"{i}.png")
    with pytest.warns(UserWarning, match=r"fewer than 10 images: daisy \(2\)\.$"):
        images = data.folder(two_classes)
    assert images.class_names == ("daisy", "rose", "violet")
    assert (images.train.labels == 0).sum() == 2


def test_taking_few_examples_makes_no_class_tiny(two_classes):
    images = data.folder(two_classes, examples_per_class=1)
    assert len(images.train.labels) == 2


def test_differing_sizes_need_a_size(two_classes):
    save(two_classes / "rose" / "wide.png", RED, size=(12, 6))
    with pytest.raises(DataError) as error:
        data.folder(two_classes)
    text = str(error.value)
    assert "8x8 (60), 6x12 (1)" in text
    assert "Pass size=" in text
    assert "\n" not in text
    assert data.folder(two_classes, size=8).image_shape == (8, 8, 3)
    assert data.folder(two_classes, size=(4, 6)).image_shape == (4, 6, 3)
    assert data.inspect_folder(two_classes).sizes == {(8, 8): 60, (6, 12): 1}


def test_resizing_averages_when_it_shrinks(tmp_path):
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 200
    for i in range(20):
        path = tmp_path / "ab"[i % 2] / f"{i}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(stripes).save(path)
    image = data.folder(tmp_path, size=8).train.images[0]
    assert (abs(image.astype(int) - 100) <= 8).all()


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "LA"])
def test_other_modes_become_rgb_or_gray(tmp_path, mode):
    suffix = "tif" if mode == "CMYK" else "png"
    for i in range(10):
        save(tmp_path / "a" / f"{i}.{suffix}", (255, 255, 255), mode=mode)
        save(tmp_path / "b" / f"{i}.{suffix}", (0, 0, 0), mode=mode)
    for channels in (3, 1):
        images = data.folder(tmp_path, channels=channels)
        assert images.image_shape == (8, 8, channels)
        expected = np.array([255, 0])[images.train.labels]
        assert (images.train.images == expected[:, None, None, None]).all()


def test_sixteen_bits_keep_their_order(tmp_path):
    for i in range(20):
        path = tmp_path / "ab"[i % 2] / f"{i}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(np.full((4, 4), 3000 * i, np.uint16)).save(path)
    images = data.folder(tmp_path, channels=1)
    together = np.concatenate([images.train.images, images.val.images, images.test.images])
    assert sorted(together[:, 0, 0, 0].tolist()) == [3000 * i // 256 for i in range(20)]


def test_pixels_without_a_known_range_are_unreadable(two_classes):
    Image.fromarray(np.ones((8, 8), np.float32)).save(two_classes / "rose" / "height.tif")
    with pytest.warns(UserWarning, match=re.escape("rose/height.tif (its 32-bit pixels")):
        data.folder(two_classes)


def test_a_turned_photograph_is_set_upright(tmp_path):
    turned = Image.new("RGB", (12, 6))
    exif = turned.getexif()
    exif[0x0112] = 6  # orientation: turn by a quarter to view
    for i in range(20):
        path = tmp_path / "ab"[i % 2] / f"{i}.jpg"
        path.parent.mkdir(exist_ok=True)
        turned.save(path, exif=exif)
    assert data.folder(tmp_path).image_shape == (12, 6, 3)


def test_folders_that_hold_no_data_set(tmp_path):
    with pytest.raises(DataError, match="There is no folder at"):
        data.folder(tmp_path / "nowhere")
    with pytest.raises(DataError, match="has no classes: put the images into two or more"):
        data.folder(tmp_path)
    save(tmp_path / "loose.png")
    with pytest.raises(DataError, match="has no classes"):
        data.folder(tmp_path)
    save(tmp_path / "only" / "1.png")
    with pytest.raises(DataError, match="has only the class 'only'"):
        data.folder(tmp_path)


def test_a_class_without_a_readable_image(two_classes):
    (two_classes / "tulip").mkdir()
    (two_classes / "tulip" / "1.png").write_text("broken")
    with (
        pytest.warns(UserWarning, match="tulip"),
        pytest.raises(DataError, match="No training image of class tulip"),
    ):
        data.folder(two_classes)


@pytest.mark.parametrize(
    "options", [{"examples_per_class": 1}, {"val": 0.9, "test": 0.05, "cache": True}]
)
def test_a_class_of_which_no_image_taken_can_be_read(two_classes, tmp_path, options):
    for i in range(1, 20):
        (two_classes / "rose" / f"{i:02}.png").write_text("broken")
    if "cache" in options:
        options = {**options, "cache": tmp_path / "kept"}
    with (
        pytest.warns(UserWarning, match="unreadable"),
        pytest.raises(DataError, match="None of the training images taken of class rose in"),
    ):
        data.folder(two_classes, **options)


def test_the_test_folder_may_not_add_a_class(tmp_path):
    for i in range(10):
        save(tmp_path / "train" / "a" / f"{i}.png")
        save(tmp_path / "train" / "b" / f"{i}.png")
    save(tmp_path / "test" / "c" / "0.png")
    with pytest.raises(DataError, match=r"test has classes that .*train has not: c\."):
        data.folder(tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 0}, "size is 0"),
        ({"size": (8, 8, 3)}, "size is"),
        ({"size": 7.5}, "size is 7.5"),
        ({"size": "64"}, "size is '64'"),
        ({"channels": 4}, "channels is 4"),
        ({"val": 0.6, "test": 0.4}, "fractions 0.6, 0.4"),
        ({"val": -0.1}, "fractions -0.1"),
        ({"examples_per_class": 0}, "examples_per_class is 0"),
    ],
)
def test_impossible_options(two_classes, options, message):
    with pytest.raises(DataError, match=message):
        data.folder(two_classes, **options)


def test_a_report_reads_well(two_classes):
    assert str(data.inspect_folder(two_classes)) == (
        f"{two_classes}: 60 images in 2 classes (rose 20, violet 40), height x width 8x8 (60)"
    )
