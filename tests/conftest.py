"""What several tests share: small made images, names of decoded files, one thread a framework."""

import os
import sys
from pathlib import Path

# Set before a framework is imported: two thread pools on two cores slow each other down, and the
# last bits of a float32 sum depend on the number of threads.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import pytest
from answer_table import pytest_terminal_summary  # noqa: F401  (pytest finds it here)

from cnncourse.data import image_files
from cnncourse.data.images import ImageData, Split


@pytest.fixture(scope="session")
def make_images():
    """Return a function that makes random images with labels that can be learned from them."""

    def make(num_classes=4, num_train=48, image_shape=(10, 10, 3)) -> ImageData:
        rng = np.random.default_rng(0)

        def split(num_examples: int) -> Split:
            labels = rng.integers(0, num_classes, num_examples)
            images = rng.integers(0, 128, (num_examples, *image_shape))
            images[np.arange(num_examples), labels] += 127  # a bright row whose place is the class
            return Split(images.astype(np.uint8), labels)

        names = tuple(f"row {label}" for label in range(num_classes))
        return ImageData("rows", split(num_train), split(16), split(16), names, synthetic=True)

    return make


@pytest.fixture
def decoded(monkeypatch):
    """Names of the files that were decoded, in any order."""
    names, decode = [], image_files._decode

    def record(path, *options):
        names.append(Path(path).name)
        return decode(path, *options)

    monkeypatch.setattr(image_files, "_decode", record)
    return names


@pytest.fixture(autouse=True)
def figures_closed():
    """Leave no figure of a test open for the next one, which may count those that are."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
