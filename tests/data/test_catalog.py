"""The names: what there is, what is said of it, and what happens to names there are not."""

import inspect
import subprocess
import sys

import numpy as np
import pytest

from cnncourse import data
from cnncourse.data import aerial
from cnncourse.errors import DataError


def test_unknown_names_list_the_names_there_are():
    for function in (data.load, data.fetch, data.describe, data.is_ready):
        with pytest.raises(DataError) as error:
            function("mnist")
        assert str(error.value) == (
            "Unknown data set 'mnist': choose one of "
            "aerial, cifar10, digits, eurosat, fashion_mnist."
        )


def test_unknown_options_list_the_options_there_are():
    with pytest.raises(DataError, match=r"Unknown option of digits 'size': .* examples_per_class"):
        data.load("digits", size=64)
    with pytest.raises(DataError, match=r"Unknown option of aerial 'sise': .*noise.*size"):
        data.load("aerial", sise=64)


@pytest.mark.parametrize(
    ("name", "options"),
    [("digits", {}), ("aerial", {"examples_per_class": 1, "holdout_per_class": 1})],
)
def test_descriptions_are_true_of_the_data(name, options):
    description, images = data.describe(name), data.load(name, **options)
    assert images.name == name
    assert images.image_shape == description.image_shape
    assert images.synthetic == (description.origin == "generated")
    num_images = sum(len(split.labels) for split in (images.train, images.val, images.test))
    if name == "aerial":  # the number of tiles is that of the defaults, 200 a class
        defaults = inspect.signature(aerial.load).parameters
        per_class = defaults["examples_per_class"].default + (
            2 * defaults["holdout_per_class"].default
        )
        num_images = per_class * images.num_classes
    assert num_images == description.num_images
    for split in (images.train, images.val, images.test):
        assert len(split.images) == len(split.labels)
        assert split.images.dtype == np.uint8
        assert split.labels.dtype == np.int64


@pytest.mark.parametrize("name", data.names())
def test_every_description_is_complete(name):
    description = data.describe(name)
    assert description.text and description.source and description.license
    assert description.origin in ("embedded", "generated", "fetched")
    assert (description.download_bytes > 0) == (description.origin == "fetched")
    assert data.is_ready(name) == (description.origin != "fetched")


@pytest.mark.parametrize("name", ["digits", "aerial"])
def test_there_is_nothing_to_fetch_for_local_data(name):
    with pytest.raises(DataError, match=f"data.load\\('{name}'\\)"):
        data.fetch(name)


def test_importing_is_light():
    heavy = {"torch", "tensorflow", "keras", "sklearn", "scipy", "matplotlib", "pooch", "requests"}
    code = "import sys, cnncourse.data; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    modules = set(loaded.stdout.split())
    assert "cnncourse.data" in modules
    assert not heavy & modules
