"""Image folders as archives leave them: what is where is found, or one line says what to do."""

import os
import unicodedata

import pytest
from made_folders import counts, load, make_classes, save

from cnncourse import data
from cnncourse.errors import DataError


def refusal(root) -> str:
    with pytest.raises(DataError) as error:
        data.folder(root)
    text = str(error.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("train", "other", "expected"),
    [
        ("seg_train/seg_train", "seg_test/seg_test", [18, 2, 20]),
        ("training_set/training_set", "test_set/test_set", [18, 2, 20]),
        ("trainingSet", "testSet", [18, 2, 20]),
        ("train2017", "val2017", [18, 20, 2]),
        ("train_set", "test_images", [18, 2, 20]),
        ("TRAIN", "dev", [18, 20, 2]),
        ("train", "Validation", [18, 20, 2]),
        ("archive/data/train", "archive/data/test", [18, 2, 20]),
        ("train/images", "test/images", [18, 2, 20]),
    ],
)
def test_splits_are_recognized(tmp_path, train, other, expected):
    make_classes(tmp_path / train)
    make_classes(tmp_path / other)
    images, warning = load(tmp_path)
    assert images.class_names == ("a", "b")
    assert counts(images) == expected
    assert not warning


def test_classes_one_level_deeper(tmp_path):
    make_classes(tmp_path / "archive" / "PetImages", ["cat", "dog"])
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "copy.jpg").write_text("not a picture")
    images, warning = load(tmp_path)
    assert images.class_names == ("cat", "dog")
    assert not warning


def test_classes_whose_names_sound_like_splits(tmp_path):
    make_classes(tmp_path, ["bullet_train", "test_tube", "valid"])
    images, warning = load(tmp_path)
    assert images.class_names == ("bullet_train", "test_tube", "valid")
    assert not warning


def test_what_lies_beside_the_splits_is_named(tmp_path):
    for split in ("seg_train", "seg_test"):
        make_classes(tmp_path / split / split)
    save(tmp_path / "seg_pred" / "seg_pred" / "1.png")
    save(tmp_path / "seg_train" / "loose.png")
    (tmp_path / "seg_test" / "notes").mkdir()
    (tmp_path / "seg_test" / "notes" / "a.xml").touch()
    (tmp_path / "empty").mkdir()
    images, warning = load(tmp_path)
    assert counts(images) == [18, 2, 20]
    expected = (
        "not used, as they belong to no class: seg_pred, seg_train/loose.png, seg_test/notes."
    )
    assert warning.endswith(expected)
    assert data.inspect_folder(tmp_path).unused == (
        "seg_pred",
        "seg_train/loose.png",
        "seg_test/notes",
    )


def test_masks_are_no_splits_where_there_are_plain_ones(tmp_path):
    for split in ("train", "test", "train_masks", "test_masks"):
        make_classes(tmp_path / split)
    images, warning = load(tmp_path)
    assert counts(images) == [18, 2, 20]
    assert "belong to no class: test_masks, train_masks." in warning


def test_images_beside_the_classes_are_named(tmp_path):
    make_classes(tmp_path)
    save(tmp_path / "loose.png")
    assert load(tmp_path)[1].endswith("not used, as they belong to no class: loose.png.")


def test_a_class_that_was_not_unpacked_is_named(tmp_path):
    make_classes(tmp_path / "train")
    for name in ("a.zip", "c.ZIP", "d.tar.gz", ".hidden.zip"):
        (tmp_path / "train" / name).touch()
    for name in ("train.zip", "test.7z"):
        (tmp_path / name).touch()
    assert load(tmp_path)[1].endswith(
        "not used, as they belong to no class: test.7z, train/c.ZIP, train/d.tar.gz."
    )


@pytest.mark.parametrize("pair", [("val", "validation"), ("train", "training"), ("test", "Test")])
def test_two_folders_for_one_split_are_refused(tmp_path, pair):
    for split in {"train", *pair}:
        make_classes(tmp_path / split)
    text = refusal(tmp_path)
    assert "has both" in text
    assert all(name in text for name in pair)
    assert "keep one" in text


def test_an_empty_folder_is_no_second_split(tmp_path):
    for split in ("train", "val"):
        make_classes(tmp_path / split)
    (tmp_path / "validation").mkdir()
    assert counts(load(tmp_path)[0]) == [18, 20, 2]


@pytest.mark.parametrize("test", [None, "1.png", "test/1.png"])
def test_a_split_without_classes_is_refused_and_says_what_was_expected(tmp_path, test):
    make_classes(tmp_path / "train")
    (tmp_path / "test").mkdir()
    if test:
        save(tmp_path / "test" / test)
    text = refusal(tmp_path)
    assert f"{tmp_path / 'test'} holds no class folders: put its images into" in text
    assert f"{tmp_path / 'test' / 'a'}/" in text
    assert "or move it away to have test images set apart" in text


@pytest.mark.parametrize("lost", ["absent", "broken"])
def test_a_class_that_a_split_lacks_is_named(tmp_path, lost):
    make_classes(tmp_path / "train", ["a", "b", "c"])
    make_classes(tmp_path / "val", ["a", "c"])
    if lost == "broken":
        (tmp_path / "val" / "b").mkdir()
        (tmp_path / "val" / "b" / "1.png").write_text("no picture")
    assert "val has no image of the classes b" in load(tmp_path, test=0)[1]
    assert data.inspect_folder(tmp_path).missing == {"val": ("b",)}


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("train", "No training image of class a, b in"),
        ("val", "None of the val images in"),
        ("test", "None of the test images in"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*unreadable")
def test_a_split_of_which_no_image_can_be_read_is_refused(tmp_path, split, expected):
    for name in ("train", "val", "test"):
        make_classes(tmp_path / name, count=3)
    for path in (tmp_path / split).rglob("*.png"):
        path.write_text("version https://git-lfs.github.com/spec/v1")
    text = refusal(tmp_path)
    assert text.startswith(expected)
    assert "replace the files" in text


def test_unsorted_splits_are_not_taken_for_classes(tmp_path):
    for split in ("train", "test1"):
        for i in range(10):
            save(tmp_path / split / f"cat.{i}.png")
    assert f"{tmp_path / 'train'} holds no class folders" in refusal(tmp_path)


def test_splits_without_training_images_are_not_taken_for_classes(tmp_path):
    for split in ("val", "test"):
        make_classes(tmp_path / split)
    assert "has test, val but no folder train" in refusal(tmp_path)


def test_splits_within_the_classes_are_not_mixed(tmp_path):
    for kind in ("cat", "dog"):
        make_classes(tmp_path / kind, ["train", "test"])
    assert "cat holds splits (test, train), which would be mixed" in refusal(tmp_path)


@pytest.mark.parametrize(
    "sets", [("color", "gray"), ("fold1", "fold2", "fold3"), ("data/flowers", "flowers")]
)
@pytest.mark.parametrize("around", ["", "archive", "train"])
def test_sets_of_the_same_classes_are_not_taken_for_classes_in_silence(tmp_path, sets, around):
    for name in sets:
        make_classes(tmp_path / around / name, ["rose", "tulip"], count=2)
    warning = load(tmp_path)[1]
    assert "every class holds the folders rose, tulip: if these are the classes, give" in warning
    assert data.inspect_folder(tmp_path).in_every_class == ("rose", "tulip")
    assert "every class" not in load(tmp_path / around / sets[0])[1]


@pytest.mark.parametrize("cats", ["cat", "cat/day", "cat/a"])
def test_folders_within_some_classes_raise_no_doubt(tmp_path, cats):
    make_classes(tmp_path / "dog", ["a", "b"])
    make_classes(tmp_path / cats, ["."])
    assert not load(tmp_path)[1]


def test_splits_within_a_split_are_not_taken_for_classes(tmp_path):
    for split in ("train", "test"):
        make_classes(tmp_path / "train" / split)
    text = refusal(tmp_path)
    assert f"{tmp_path / 'train'} holds splits (test, train), which would be taken for" in text


def test_several_sets_of_splits_are_refused(tmp_path):
    for split in ("x_train", "x_test", "y_train", "y_test"):
        make_classes(tmp_path / split)
    assert "several sets of splits (x_test, x_train, y_test, y_train)" in refusal(tmp_path)


def test_one_name_in_two_unicode_forms_is_one_class(tmp_path):
    composed, decomposed = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    make_classes(tmp_path / "train", [composed, "tea"])
    make_classes(tmp_path / "test", [decomposed, "tea"])
    images, warning = load(tmp_path)
    assert images.class_names == (composed, "tea")
    assert counts(images) == [18, 2, 20]
    assert not warning
    save(tmp_path / "train" / decomposed / "1.png")
    assert counts(load(tmp_path)[0]) == [19, 2, 20]


def test_names_that_differ_in_case_alone(tmp_path):
    make_classes(tmp_path / "train", ["Cat", "dog"])
    make_classes(tmp_path / "test", ["cat", "dog"])
    assert "has not: cat (it differs from Cat in case or spaces alone)." in refusal(tmp_path)
    make_classes(tmp_path / "train", ["cat"])
    warning = load(tmp_path)[1]
    assert warning.endswith("classes that differ in case or spaces alone: Cat, cat.")


def test_linked_folders_are_followed_but_not_in_a_circle(tmp_path):
    root = tmp_path / "pictures"
    make_classes(root)
    make_classes(tmp_path / "elsewhere", ["more", "c"], count=7)
    (root / "a" / "linked").symlink_to(tmp_path / "elsewhere" / "more")
    (root / "a" / "once more").symlink_to(tmp_path / "elsewhere" / "more")
    (root / "a" / "to itself").symlink_to(root / "a")
    (root / "a" / "up").symlink_to(root)
    (root / "b" / "across").symlink_to(root / "a")
    (root / "c").symlink_to(tmp_path / "elsewhere" / "c")
    report = data.inspect_folder(root)
    assert report.class_counts == {"a": 17, "b": 10, "c": 7}
    assert not report.unreadable
    assert report.unfollowed == ("a/to itself", "a/up", "b/across")
    assert load(root)[1].startswith(
        f"{root}: links not followed, as they lead back or to a folder of a class: a/to itself, "
        "a/up, b/across;"
    )


def test_broken_links_are_named(tmp_path):
    make_classes(tmp_path)
    (tmp_path / "a" / "gone.png").symlink_to(tmp_path / "nowhere.png")
    (tmp_path / "b" / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b" / "circle").symlink_to(tmp_path / "b" / "circle")
    unreadable = data.inspect_folder(tmp_path).unreadable
    assert set(unreadable) == {"a/gone.png", "b/gone", "b/circle"}
    assert unreadable["b/gone"] == "No such file or directory"


@pytest.mark.parametrize("closed", [".", "train", "train/a"])
def test_a_folder_that_may_not_be_read_is_named(tmp_path, monkeypatch, closed):
    make_classes(tmp_path / "train")
    original = os.scandir

    def scandir(path):
        if os.fspath(path) == str(tmp_path / closed):
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    text = refusal(tmp_path)
    assert f"Cannot look into {tmp_path / closed} (Permission denied): allow it to be read" in text


def test_paths_that_are_no_folder(tmp_path):
    save(tmp_path / "picture.png")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert "is a file: name a folder" in refusal(tmp_path / "picture.png")
    assert f"link is a link to {tmp_path / 'gone'}, which is not there" in refusal(
        tmp_path / "link"
    )
    text = refusal(tmp_path / ("long" * 2000))
    assert "File name too long" in text
    assert len(text) < 300
    assert "There is no folder at ~no-such-user/pictures" in refusal("~no-such-user/pictures")
    assert "embedded null byte" in refusal("zero\0byte")
