"""Images that do not fit on the device, or stay in a file, train just the same."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from cnncourse import Brightness, Recipe, Rotation, Shallow, pytorch, streaming, tensorflow
from cnncourse.batches import Batch, epoch_batches
from cnncourse.data.images import Split
from cnncourse.pytorch import feed as torch_feed
from cnncourse.streaming import AHEAD, is_streamed, read_ahead
from cnncourse.tensorflow import feed as tensorflow_feed

FEEDS = {"pytorch": torch_feed, "tensorflow": tensorflow_feed}
SIDES = {"pytorch": pytorch, "tensorflow": tensorflow}
RECIPE = Recipe(
    model=Shallow(width=2),
    batch_size=10,
    num_epochs=2,
    augmentation=(Rotation(10.0), Brightness(0.1)),
)


def batch_of(*indices) -> Batch:
    return Batch(np.array(indices), affine=None, draws=(), size=len(indices))


@pytest.fixture
def count_reads(monkeypatch):
    """Return a list that grows with every batch read ahead."""
    reads = []

    def counted(batches, split):
        for item in read_ahead(batches, split):
            reads.append(len(item[1]))
            yield item

    for module in FEEDS.values():
        monkeypatch.setattr(module, "read_ahead", counted)
    return reads


def mapped(images, tmp_path):
    path = tmp_path / "train.npy"
    np.save(path, images.train.images)
    array = np.load(path, mmap_mode="c")
    return replace(images, train=Split(array, images.train.labels))


@pytest.mark.parametrize("name", SIDES)
def test_images_in_a_file_give_the_same_run(name, make_images, tmp_path, count_reads):
    images, side = make_images(), SIDES[name]
    resident = side.fit(RECIPE, images, progress=False).history
    assert count_reads == []
    streamed = side.fit(RECIPE, mapped(images, tmp_path), progress=False).history
    assert sum(count_reads) == 2 * 48
    assert streamed.loss == resident.loss
    assert streamed.val_loss == resident.val_loss


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize("free", [float("inf"), 1], ids=["resident", "streamed"])
def test_a_feed_gives_each_batch_its_images_labels_and_changes(
    name, free, make_images, monkeypatch
):
    train = make_images().train
    monkeypatch.setattr(FEEDS[name], "free_memory", lambda place: free)
    feed = FEEDS[name].Feed(train, "cpu", "float32")
    batches = list(epoch_batches(RECIPE, len(train.labels), train.images.shape[1:], epoch=0))
    for batch, (same, pixels, labels, *changes) in zip(batches, feed.steps(batches), strict=True):
        assert same is batch
        np.testing.assert_array_equal(pixels, train.images[batch.indices])
        np.testing.assert_array_equal(labels, train.labels[batch.indices])
        for found, expected in zip(changes, batch.changes, strict=True):
            np.testing.assert_array_equal(found, expected.astype("float32"))
            assert "float32" in str(found.dtype)


@pytest.mark.filterwarnings("error")
def test_read_only_files_are_no_reason_to_warn(make_images, tmp_path):
    images = make_images()
    paths = {name: tmp_path / f"{name}.npy" for name in ("train", "val")}
    splits = {}
    for name, path in paths.items():
        split = getattr(images, name)
        np.save(path, split.images)
        splits[name] = Split(np.load(path, mmap_mode="r"), split.labels)
    history = pytorch.fit(RECIPE, replace(images, **splits), progress=False).history
    assert history.loss == pytorch.fit(RECIPE, images, progress=False).history.loss


def reversed_map(images: np.ndarray, tmp_path) -> np.ndarray:
    """The images, read from a file that has them from the last to the first."""
    np.save(tmp_path / "reversed.npy", images[::-1])
    return np.load(tmp_path / "reversed.npy", mmap_mode="r")[::-1]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", SIDES)
def test_a_reversed_view_of_a_file_trains_as_a_copy(name, make_images, tmp_path):
    images, side = make_images(), SIDES[name]
    split = Split(reversed_map(images.train.images, tmp_path), images.train.labels)
    plain, viewed = (
        side.fit(RECIPE, data, progress=False).history
        for data in (replace(images, val=images.train), replace(images, train=split, val=split))
    )
    assert (viewed.loss, viewed.val_loss) == (plain.loss, plain.val_loss)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", SIDES)
def test_a_feed_keeps_a_reversed_view_of_a_file(name, make_images, tmp_path, monkeypatch):
    train = make_images().train
    split = Split(reversed_map(train.images, tmp_path), train.labels)
    monkeypatch.setattr(FEEDS[name], "is_streamed", lambda split, free_bytes: False)
    [(_, pixels, _)] = FEEDS[name].Feed(split, "cpu", "float32").steps([batch_of(5, 2)])
    np.testing.assert_array_equal(pixels, train.images[[5, 2]])


@pytest.mark.parametrize("name", SIDES)
def test_images_too_large_for_the_device_give_the_same_run(
    name, make_images, monkeypatch, count_reads
):
    images, side = make_images(), SIDES[name]
    resident = side.fit(RECIPE, images, progress=False).history
    monkeypatch.setattr(FEEDS[name], "free_memory", lambda place: images.train.images.nbytes)
    streamed = side.fit(RECIPE, images, progress=False).history
    assert sum(count_reads) == 2 * 48
    assert streamed.loss == resident.loss


def test_half_of_the_free_memory_is_left_to_activations():
    split = Split(np.zeros((10, 10, 10, 1), np.uint8), np.zeros(10, np.int64))
    assert not is_streamed(split, 2000)
    assert is_streamed(split, 1999)
    assert not is_streamed(split, float("inf"))


def test_a_file_is_read_into_a_device_that_has_room(tmp_path):
    np.save(tmp_path / "images.npy", np.zeros((10, 10, 10, 1), np.uint8))
    split = Split(np.load(tmp_path / "images.npy", mmap_mode="r"), np.zeros(10, np.int64))
    assert not is_streamed(split, 2000)
    assert is_streamed(split, float("inf"))


def test_a_few_batches_are_read_before_they_are_needed():
    read = []
    enough = Event()

    class Images:
        def __getitem__(self, indices):
            read.append(int(indices[0]))
            if len(read) > AHEAD:
                enough.set()
            return np.array(indices)

    items = read_ahead((batch_of(i) for i in range(20)), Split(Images(), np.arange(20)))
    batch, pixels, labels = next(items)
    assert (batch.indices, pixels, labels) == ([0], [0], [0])
    assert enough.wait(300)
    assert len(read) == AHEAD + 1
    assert [int(labels[0]) for _, _, labels in items] == list(range(1, 20))


def test_an_unreadable_image_stops_the_training():
    split = Split(np.zeros((2, 1, 1, 1), np.uint8), np.zeros(2, np.int64))
    with pytest.raises(IndexError):
        list(read_ahead([batch_of(0), batch_of(7)], split))


def test_reading_ahead_ends_with_the_training():
    items = read_ahead((batch_of(0) for _ in range(10**9)), Split(np.zeros(1), np.zeros(1)))
    next(items)
    items.close()  # and with it the threads: the test would not end otherwise
    assert list(items) == []
    assert streaming.AHEAD == AHEAD
