"""The folder loader on real photographs: a few hundred images of CIFAR-10, re-encoded as JPEG."""

import tarfile
from pathlib import Path

import numpy as np
import pytest

from cnncourse import data

ARCHIVE = Path(__file__).parents[3] / "shared" / "data" / "cifar10-images.tar.xz"
CLASSES, COUNT = ("airplane", "automobile"), 100


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    if not ARCHIVE.is_file():
        pytest.skip(f"the optional archive {ARCHIVE} is not there")
    root = tmp_path_factory.mktemp("cifar10")
    taken = dict.fromkeys(CLASSES, 0)
    with tarfile.open(ARCHIVE, "r|xz") as archive:  # a stream: what comes later is not unpacked
        for member in archive:
            _, _, name = member.name.rpartition("train/")
            class_name = name.partition("/")[0]
            if member.isfile() and taken.get(class_name, COUNT) < COUNT:
                archive.extract(member, root, filter="data")
                taken[class_name] += 1
            if min(taken.values()) == COUNT:
                break
    return root / "train"


def test_real_photographs_load(photographs):
    images = data.folder(photographs, size=48)
    assert images.class_names == CLASSES
    assert images.train.images.shape == (160, 48, 48, 3)
    assert np.bincount(images.test.labels).tolist() == [10, 10]


def test_real_photographs_are_what_they_are_called(photographs):
    report = data.inspect_folder(photographs)
    assert report.class_counts == dict.fromkeys(CLASSES, COUNT)
    assert list(report.sizes) == [(32, 32)]
    assert report.problems == ()
    # The sky: airplanes stand before bluer ground than cars do.
    train = data.folder(photographs).train
    colors = train.images.mean((1, 2))
    blueness = colors[:, 2] - colors[:, 0]
    assert blueness[train.labels == 0].mean() > blueness[train.labels == 1].mean() + 5
