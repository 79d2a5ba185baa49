"""Decoded images on the disk: the same as in memory, never stale, half, or many at once."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnncourse import data
from cnncourse.data import image_cache, image_files, image_listing, image_rows
from cnncourse.errors import DataError

RNG = np.random.default_rng(0)
MANY = 30  # enough that no class is tiny, few enough to be fast


def save(path: Path, shape=(5, 7, 3)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(RNG.integers(0, 256, shape, np.uint8)).save(path)


@pytest.fixture
def pictures(tmp_path):
    """Images of two classes, no two alike."""
    for i in range(MANY):
        save(tmp_path / "pictures" / "ab"[i % 2] / f"{i}.png")
    return tmp_path / "pictures"


def assert_same(a, b) -> None:
    assert (a.name, a.class_names) == (b.name, b.class_names)
    for split_a, split_b in ((a.train, b.train), (a.val, b.val), (a.test, b.test)):
        for array_a, array_b in zip(split_a, split_b, strict=True):
            assert array_a.dtype == array_b.dtype
            np.testing.assert_array_equal(array_a, array_b, strict=True)


def arrays_in(place: Path) -> list[Path]:
    return sorted(place.glob("*/images-*"))


def with_warnings(root, **options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        images = data.folder(root, **options)
    return images, [(str(w.message), w.filename) for w in caught]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"size": (4, 6)},
        {"channels": 1},
        {"val": 0.3, "test": 0, "seed": 5},
        {"examples_per_class": 3, "name": "few"},
    ],
)
def test_the_images_are_those_without_a_cache(pictures, options):
    (pictures / "a" / "broken.jpg").write_text("no image")
    without, warned = with_warnings(pictures, **options)
    for _ in ("decoded", "opened"):
        images, warned_too = with_warnings(pictures, cache=True, **options)
        assert_same(images, without)
        assert warned_too == warned
        assert all(place == __file__ for _, place in warned)
        assert all(isinstance(s.images, np.memmap) for s in (images.train, images.val, images.test))


def test_folders_named_after_the_splits(pictures, tmp_path):
    root = tmp_path / "split"
    for split in ("train", "val"):
        shutil.copytree(pictures, root / split)
    assert_same(data.folder(root, cache=True), data.folder(root))
    assert_same(data.folder(root, cache=True), data.folder(root))


def test_a_skipped_image_shortens_the_array_by_one_digit(tmp_path):
    for i in range(10):
        save(tmp_path / "p" / "train" / "ab"[i % 2] / f"{i}.png")
    for split in ("val", "test"):
        shutil.copytree(tmp_path / "p" / "train", tmp_path / "p" / split)
    (tmp_path / "p" / "train" / "a" / "0.png").write_text("no image")
    images, _ = with_warnings(tmp_path / "p", cache=True)
    assert images.train.images.shape == (9, 5, 7, 3)
    assert_same(images, with_warnings(tmp_path / "p")[0])


def test_the_second_time_nothing_is_decoded(pictures, decoded):
    data.folder(pictures, cache=True)
    assert len(decoded) == MANY
    data.folder(pictures, cache=True)
    assert len(decoded) == MANY


def test_the_place(pictures, cache, tmp_path, monkeypatch):
    data.folder(pictures, cache=True)
    assert [p.parent.parent for p in arrays_in(cache / "folders")] == [cache / "folders"]
    assert arrays_in(cache / "folders")[0].parent.name.startswith("pictures-")
    data.folder(pictures, cache=str(tmp_path / "mine"))
    assert len(arrays_in(tmp_path / "mine")) == 1
    monkeypatch.setenv("HOME", str(tmp_path))
    data.folder(pictures, cache=Path("~/home"))
    assert len(arrays_in(tmp_path / "home")) == 1
    with pytest.raises(DataError, match="cache is None: use True, False, or the path"):
        data.folder(pictures, cache=None)


def test_each_setting_has_a_cache_of_its_own(pictures, cache, decoded):
    settings = [{}, {"size": 4}, {"channels": 1}, {"val": 0.2}, {"test": 0.2}, {"seed": 1}]
    settings += [{"examples_per_class": 2}]
    for options in settings:
        data.folder(pictures, cache=True, **options)
    assert len(arrays_in(cache / "folders")) == len(settings)
    decoded.clear()
    for options in settings:
        assert_same(data.folder(pictures, cache=True, **options), data.folder(pictures, **options))
    assert len(decoded) == sum(
        sum(len(s.labels) for s in (x.train, x.val, x.test))
        for x in (data.folder(pictures, cache=True, **options) for options in settings)
    )


def test_the_name_is_no_setting_and_the_folder_is_known_by_any_path(pictures, cache, monkeypatch):
    data.folder(pictures, cache=True)
    monkeypatch.chdir(pictures)
    (pictures.parent / "link").symlink_to(pictures)
    for path in (".", pictures.parent / "link", pictures / ".." / "pictures"):
        images = data.folder(path, cache=True, name="other")
        assert images.name == "other"
    assert len(arrays_in(cache / "folders")) == 1


def change(root):
    save(root / "a" / "0.png")
    return ["0.png"]


def change_but_not_the_time(root):
    path = root / "a" / "0.png"
    status = path.stat()
    save(path)
    path.write_bytes(path.read_bytes() + b"more")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return ["0.png"]


def touch(root):
    os.utime(root / "a" / "0.png", ns=(0, 1))
    return ["0.png"]


def add(root):
    save(root / "b" / "new.png")
    return ["new.png"]


def remove(root):
    (root / "a" / "0.png").unlink()
    return []


def rename(root):
    (root / "a" / "0.png").rename(root / "a" / "zero.png")
    return ["zero.png"]


def move_to_another_class(root):
    (root / "a" / "0.png").rename(root / "b" / "0.png")
    return ["0.png"]


def add_a_class(root):
    for i in range(12):
        save(root / "aa" / f"aa{i}.png")
    return [f"aa{i}.png" for i in range(12)]


def exchange(root):
    (root / "a" / "0.png").rename(root / "a" / "x")
    (root / "a" / "2.png").rename(root / "a" / "0.png")
    (root / "a" / "x").rename(root / "a" / "2.png")
    return ["0.png", "2.png"]


@pytest.mark.parametrize(
    "act",
    [
        *(change, change_but_not_the_time, touch, add, remove, rename),
        *(move_to_another_class, add_a_class, exchange),
    ],
)
def test_only_what_changed_is_decoded_anew(pictures, cache, decoded, act):
    (pictures / "a" / "broken.png").write_text("no image")
    with_warnings(pictures, cache=True)
    decoded.clear()
    changed = act(pictures)
    images, warned = with_warnings(pictures, cache=True)
    # The unreadable one is tried again each time.
    assert sorted(name for name in decoded if name != "broken.png") == sorted(changed)
    assert len(arrays_in(cache / "folders")) == 1
    without, warned_without = with_warnings(pictures)
    assert_same(images, without)
    assert warned == warned_without


def test_a_file_that_becomes_readable_unchanged_is_seen(pictures, monkeypatch, decoded):
    def refuse(path, *options):
        decode = image_files.Decoded(None, None, "Permission denied")
        return decode if Path(path).name == "0.png" else whole(path, *options)

    whole = image_files._decode
    with monkeypatch.context() as context:
        context.setattr(image_files, "_decode", refuse)
        _, warned = with_warnings(pictures, cache=True)
    assert "a/0.png (Permission denied)" in warned[0][0]
    decoded.clear()
    images, warned = with_warnings(pictures, cache=True)
    assert not warned
    assert set(decoded) == {"0.png"}
    assert_same(images, data.folder(pictures))


def cut_an_array(place):
    os.truncate(arrays_in(place)[0] / "train.npy", 1000)


def write_to_an_array(place):
    with open(arrays_in(place)[0] / "test.npy", "r+b") as file:
        file.seek(200)
        file.write(b"damage")


def remove_an_array(place):
    (arrays_in(place)[0] / "val.npy").unlink()


def remove_the_arrays(place):
    shutil.rmtree(arrays_in(place)[0])


def index_in(place):
    return next(place.glob("*/index.npz"))


def cut_the_index(place):
    os.truncate(index_in(place), index_in(place).stat().st_size // 2)


def empty_the_index(place):
    os.truncate(index_in(place), 0)


def damage_the_index(place):
    content = bytearray(index_in(place).read_bytes())
    content[len(content) // 3 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 3)
    index_in(place).write_bytes(content)


def make_the_index_older(place):
    with np.load(index_in(place)) as index:
        arrays = dict(index)
    about = json.loads(str(arrays["about"]))
    arrays = {"about": np.array(json.dumps(about | {"format": 0}))}  # nothing else is as it was
    np.savez(index_in(place), **arrays)


@pytest.mark.parametrize(
    "damage",
    [
        *(cut_an_array, write_to_an_array, remove_an_array, remove_the_arrays),
        *(cut_the_index, empty_the_index, damage_the_index, make_the_index_older),
    ],
)
def test_what_is_damaged_is_made_anew(pictures, cache, decoded, damage):
    data.folder(pictures, cache=True)
    decoded.clear()
    damage(cache / "folders")
    images = data.folder(pictures, cache=True)
    assert len(decoded) == MANY
    assert_same(images, data.folder(pictures))
    assert len(arrays_in(cache / "folders")) == 1


CHILD = """
import itertools, os, signal
from pathlib import Path
import numpy as np
from cnncourse import data
from cnncourse.data import image_cache, image_files

def before(module, name, act, at):
    whole, calls = getattr(module, name), itertools.count(1)
    def wrapped(*args, **options):
        if next(calls) == at:
            act()
        return whole(*args, **options)
    setattr(module, name, wrapped)

def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run_child(code: str, pictures: Path, place: Path) -> subprocess.Popen:
    code = (
        f"{CHILD}\n{code}\n"
        f"images = data.folder({str(pictures)!r}, cache={str(place)!r})\n"
        "print(images.train.images.filename)"
    )
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([sys.executable, "-c", code], **pipes, text=True)


@pytest.mark.parametrize(
    "moment",
    [
        "image_files, '_decode', die, 1",
        "image_files, '_decode', die, 10",
        "os, 'fsync', die, 2",
        "np, 'savez', die, 1",
        "os, 'replace', die, 1",
        "image_cache.shutil, 'rmtree', die, 1",
    ],
)
def test_a_process_that_is_killed_leaves_nothing_that_is_taken_for_good(pictures, tmp_path, moment):
    place = tmp_path / "place"
    data.folder(pictures, cache=place)
    for i in range(0, MANY, 2):
        save(pictures / "a" / f"{i}.png")  # half of the images have changed when the child comes
    child = run_child(f"before({moment})", pictures, place)
    child.communicate()
    assert child.returncode == -9
    assert len(arrays_in(place)) == 2  # it died over its work
    images = data.folder(pictures, cache=place)
    assert_same(images, data.folder(pictures))
    save(pictures / "a" / "0.png")
    data.folder(pictures, cache=place)
    assert len(arrays_in(place)) == 1


def test_of_two_processes_one_decodes_and_one_waits(pictures, tmp_path):
    place = tmp_path / "place"
    stop = "before(image_files, '_decode', lambda: input('decoding\\n'), 3)"
    first = run_child(stop, pictures, place)
    assert first.stdout.readline() == "decoding\n"
    second = run_child("before(image_files, '_decode', die, 1)", pictures, place)
    assert second.stderr.readline() == f"Waiting for another process that decodes {pictures}.\n"
    arrays = [child.communicate(end)[0] for child, end in ((first, "go on\n"), (second, None))]
    assert [first.returncode, second.returncode] == [0, 0]
    assert arrays[0] == arrays[1]
    assert len(arrays_in(place)) == 1


def test_a_disk_that_is_too_small_is_seen_at_the_start(pictures, cache, monkeypatch):
    usage = shutil.disk_usage(pictures)._replace(free=1000)
    monkeypatch.setattr(image_cache.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DataError, match=r"0\.0 GB do not fit on the disk\): make room") as error:
        data.folder(pictures, cache=True)
    assert "\n" not in str(error.value)
    assert not arrays_in(cache / "folders")


def test_a_write_that_fails_leaves_the_older_cache(pictures, cache, decoded):
    data.folder(pictures, cache=True)
    before = arrays_in(cache / "folders")
    save(pictures / "a" / "0.png")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        with pytest.raises(DataError, match=r"Cannot keep .* \(File too large\)") as error:
            data.folder(pictures, cache=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(error.value)
    assert arrays_in(cache / "folders") == before
    decoded.clear()
    assert_same(data.folder(pictures, cache=True), data.folder(pictures))
    assert decoded.count("1.png") == 1  # only without the cache


def test_a_place_that_cannot_be_written(pictures, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"in .*file.* \(Not a directory\): make room, or pass"):
        data.folder(pictures, cache=tmp_path / "file")

    def no_locks(self, *args, **options):
        raise NotImplementedError("FileSystem does not appear to support flock")

    with monkeypatch.context() as context:
        context.setattr(image_cache.FileLock, "acquire", no_locks)
        with pytest.raises(DataError, match="does not appear to support flock"):
            data.folder(pictures, cache=True)
    data.folder(pictures, cache=True)
    monkeypatch.setattr(image_cache.FileLock, "acquire", no_locks)
    assert_same(data.folder(pictures, cache=True), data.folder(pictures))  # reading needs no lock


def test_images_of_several_sizes_leave_nothing(pictures, cache):
    save(pictures / "a" / "tall.png", (9, 7, 3))
    with pytest.raises(DataError) as error:
        data.folder(pictures)
    with pytest.raises(DataError) as error_too:
        data.folder(pictures, cache=True)
    assert str(error_too.value) == str(error.value)
    assert not arrays_in(cache / "folders")


@pytest.mark.parametrize("options", [{}, {"cache": True}, {"size": 4}])
def test_none_of_the_few_images_taken_can_be_read(tmp_path, monkeypatch, options):
    for i in range(40):
        save(tmp_path / "p" / "ab"[i % 2] / f"{i}.png")
    broken = image_files.Decoded(None, None, "broken")
    monkeypatch.setattr(image_files, "_decode", lambda *args: broken)
    with (
        pytest.warns(UserWarning, match="skipped 2 unreadable"),
        pytest.raises(DataError, match="None of the images taken from"),
    ):
        data.folder(tmp_path / "p", examples_per_class=1, val=0, test=0, **options)


def test_torch_takes_the_arrays_and_changes_stay_out_of_the_file(pictures):
    torch = pytest.importorskip("torch")
    images = data.folder(pictures, cache=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        torch.from_numpy(images.train.images)[:] = 0
    assert not images.train.images.any()
    assert_same(data.folder(pictures, cache=True), data.folder(pictures))


def test_arrays_larger_than_memory_are_mapped_read_only(pictures, monkeypatch):
    load = np.load

    def refuse_copies(path, mmap_mode=None):
        if mmap_mode == "c":
            raise OSError(12, "Cannot allocate memory")
        return load(path, mmap_mode)

    monkeypatch.setattr(np, "load", refuse_copies)
    images = data.folder(pictures, cache=True)
    assert isinstance(images.train.images, np.memmap)
    assert not images.train.images.flags.writeable
    assert_same(images, data.folder(pictures))


def test_progress_is_shown_when_it_takes_long(pictures, capfd, monkeypatch):
    data.folder(pictures, cache=True)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setattr(image_cache, "_NO_PROGRESS", 0)
    data.folder(pictures, cache=True, seed=1)
    assert "Decoding pictures: " in capfd.readouterr().err


@pytest.fixture
def make_folder(tmp_path):
    """Return a function that makes a folder of many names for one image."""

    def make(num_files: int) -> Path:
        save(tmp_path / "one.png")
        for i in range(num_files):
            place = tmp_path / str(num_files) / "ab"[i % 2]
            place.mkdir(parents=True, exist_ok=True)
            os.link(tmp_path / "one.png", place / f"{i}.png")
        return tmp_path / str(num_files)

    return make


def test_memory_does_not_grow_with_the_images(make_folder):
    def peak(root: Path) -> int:
        tracemalloc.start()
        data.folder(root, size=64, cache=True)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = make_folder(200), make_folder(1200)
    grown = (peak(few), peak(many))
    image = 64 * 64 * 3
    paths = 3000  # bytes of a path and what is known of the file, at the most
    assert grown[1] - grown[0] < 1000 * paths < 1000 * image / 3
    reopened = peak(few), peak(many)
    assert reopened[1] - reopened[0] < 1000 * paths


def test_no_more_images_are_decoded_ahead_than_the_threads_need(make_folder, decoded):
    files = image_listing.list_images(make_folder(600)).splits["train"]
    images = image_files.decode_all(files, None, 3)
    next(images)
    images.close()  # which waits for those that were begun
    assert 0 < len(decoded) <= (image_files._NUM_THREADS + 1) * image_files._CHUNK


def test_rows_in_memory_are_not_held_twice(make_folder):
    root = make_folder(600)
    tracemalloc.start()
    images = data.folder(root, size=128)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    num_bytes = sum(s.images.nbytes for s in (images.train, images.val, images.test))
    assert most < 1.5 * num_bytes


def test_rows_are_numpys_own_format(tmp_path):
    pixels = RNG.integers(0, 256, (3, 2, 2, 3), np.uint8)
    with open(tmp_path / "rows.npy", "wb") as file:
        rows = image_rows.FileRows(file, 12345, (2, 2, 3))
        for image in pixels:
            rows.append(image[:, ::-1])
        rows.finish()
    np.testing.assert_array_equal(np.load(tmp_path / "rows.npy"), pixels[:, :, ::-1])
