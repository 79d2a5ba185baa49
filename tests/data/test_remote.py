"""The fetched data sets, read from small files in their exact formats."""

import gzip
import hashlib
import io
import struct
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from cnncourse import data
from cnncourse.data import remote
from cnncourse.data.download import MIRROR, RemoteFile
from cnncourse.errors import DataError

RNG = np.random.default_rng(0)


def publish(site, monkeypatch, dataset: str, contents: dict[str, bytes]) -> None:
    """Put files on the local web server and make them the data set's source."""
    site.files.update(contents)
    monkeypatch.setitem(
        remote.FILES,
        dataset,
        tuple(
            RemoteFile(f"{site.url}/{name}", f"sha256:{hashlib.sha256(content).hexdigest()}")
            for name, content in contents.items()
        ),
    )


def cifar_archive(batches: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name, content in {"readme.html": b"<html>", **batches}.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive.getvalue()


def cifar_batch(first_pixel: int) -> bytes:
    """Forty images, four of each class; the planes are constant, 1, 2 and 3 above `first_pixel`."""
    record = b"".join(bytes([first_pixel + plane]) * 1024 for plane in (1, 2, 3))
    return b"".join(bytes([label]) + record for label in [*range(10)] * 4)


@pytest.fixture
def cifar(site, monkeypatch):
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] + ["test_batch.bin"]
    batches = {name: cifar_batch(10 * i) for i, name in enumerate(names)}
    publish(site, monkeypatch, "cifar10", {"cifar-10-binary.tar.gz": cifar_archive(batches)})


def idx(array: np.ndarray) -> bytes:
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return gzip.compress(header + array.astype(np.uint8).tobytes())


def jpeg(color, size=(64, 64)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, color).save(content, "JPEG")
    return content.getvalue()


def test_cifar10(cifar):
    images = data.load("cifar10")
    assert [len(split.labels) for split in (images.train, images.val, images.test)] == [180, 20, 40]
    assert images.train.images.shape == (180, 32, 32, 3)
    assert images.train.images.dtype == np.uint8
    assert images.train.labels.dtype == np.int64
    assert np.bincount(images.train.labels).tolist() == [18] * 10
    assert np.bincount(images.val.labels).tolist() == [2] * 10
    # The planes are stored one after the other: red 1, green 2, blue 3 above the batch's number.
    reds = images.train.images[:, 0, 0, 0]
    assert set(reds) == {1, 11, 21, 31, 41}
    assert (images.train.images == reds[:, None, None, None] + np.uint8([0, 1, 2])).all()
    assert (images.test.images == np.uint8([51, 52, 53])).all()
    assert images.class_names[3] == "cat"
    assert not images.synthetic


def test_examples_per_class_leaves_the_other_splits(cifar):
    images = data.load("cifar10", examples_per_class=3)
    assert np.bincount(images.train.labels).tolist() == [3] * 10
    assert len(images.val.labels) == 20
    assert len(images.test.labels) == 40


def test_reads_rows_and_columns_in_order(site, monkeypatch):
    pixels = RNG.integers(0, 256, (10, 3, 32, 32), np.uint8)
    batch = b"".join(bytes([i]) + image.tobytes() for i, image in enumerate(pixels))
    batches = {f"data_batch_{i}.bin": cifar_batch(0) for i in range(1, 6)}
    archive = cifar_archive(batches | {"test_batch.bin": batch})
    publish(site, monkeypatch, "cifar10", {"cifar-10-binary.tar.gz": archive})
    test = data.load("cifar10").test
    np.testing.assert_array_equal(test.labels, np.arange(10))
    np.testing.assert_array_equal(test.images[4, 5, 6], pixels[4, :, 5, 6])


def test_fashion_mnist(site, monkeypatch):
    train, test = RNG.integers(0, 256, (60, 28, 28)), RNG.integers(0, 256, (10, 28, 28))
    contents = {
        "train-images-idx3-ubyte.gz": idx(train),
        "train-labels-idx1-ubyte.gz": idx(np.arange(60) % 10),
        "t10k-images-idx3-ubyte.gz": idx(test),
        "t10k-labels-idx1-ubyte.gz": idx(np.arange(10)[::-1]),
    }
    publish(site, monkeypatch, "fashion_mnist", contents)
    images = data.load("fashion_mnist")
    assert images.image_shape == (28, 28, 1)
    assert [len(split.labels) for split in (images.train, images.val)] == [50, 10]
    np.testing.assert_array_equal(images.test.images[..., 0], test)
    np.testing.assert_array_equal(images.test.labels, np.arange(10)[::-1])
    for image, label in zip(*images.val, strict=True):
        place = np.flatnonzero((train == image[..., 0]).all(axis=(1, 2)))
        assert place % 10 == label
    assert data.fetch("fashion_mnist").is_dir()


def test_eurosat(site, monkeypatch):
    classes = data.load("aerial", size=16, examples_per_class=1, holdout_per_class=1).class_names
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for label, name in enumerate(classes):
            archive.writestr(f"EuroSAT_RGB/{name}/", "")
            for i in range(10):
                archive.writestr(f"EuroSAT_RGB/{name}/{name}_{i}.jpg", jpeg((25 * label, 100, 50)))
    publish(site, monkeypatch, "eurosat", {"EuroSAT_RGB.zip": content.getvalue()})
    images = data.load("eurosat")
    assert images.image_shape == (64, 64, 3)
    assert images.class_names == classes
    for split, count in ((images.train, 8), (images.val, 1), (images.test, 1)):
        assert np.bincount(split.labels).tolist() == [count] * 10
        reds = split.images[:, 30, 30, 0].astype(int)
        assert (abs(reds - 25 * split.labels) < 6).all()  # JPEG moves colors a little


def test_is_ready_once_fetched(cifar):
    assert not data.is_ready("cifar10")
    path = data.fetch("cifar10")
    assert path.name == "cifar-10-binary.tar.gz"
    assert data.is_ready("cifar10")


def test_a_truncated_archive_is_refused(cifar, site, cache):
    name = "cifar-10-binary.tar.gz"
    site.files[name] = site.files[name][:-10]
    with pytest.raises(DataError, match="its hash is not sha256:"):
        data.load("cifar10")
    assert list((cache / "cifar10").iterdir()) == []
    assert not data.is_ready("cifar10")


def unpack(root, suffix: str) -> None:
    for split, count in (("train", 10), ("test", 3)):
        for name in remote.CLASS_NAMES["cifar10"]:
            (root / split / name).mkdir(parents=True)
            for i in range(count):
                Image.new("RGB", (32, 32)).save(root / split / name / f"{i:04}{suffix}")


@pytest.mark.parametrize("place", [".", "cifar10"])
@pytest.mark.parametrize(("suffix", "name"), [(".jpg", "cifar10 (JPEG)"), (".png", "cifar10")])
def test_an_unpacked_mirror(tmp_path, monkeypatch, place, suffix, name):
    mirror = tmp_path / "mirror"
    unpack(mirror / place, suffix)
    monkeypatch.setenv(MIRROR, str(mirror))
    assert data.is_ready("cifar10")
    assert data.fetch("cifar10").samefile(mirror / place)
    images = data.load("cifar10", examples_per_class=4)
    assert images.name == name
    assert images.class_names == remote.CLASS_NAMES["cifar10"]
    assert [len(split.labels) for split in (images.train, images.val, images.test)] == [40, 10, 30]


def test_the_hashes_are_pinned():
    files = [file for files in remote.FILES.values() for file in files]
    assert len(files) == 6
    for file in files:
        algorithm, digits = file.hash.split(":")
        assert algorithm == "sha256"
        assert len(bytes.fromhex(digits)) == 32
