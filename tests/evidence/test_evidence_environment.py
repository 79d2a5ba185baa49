"""Where and with what a measurement was made, and the settings under which it comes again."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import pytest

import cnncourse
from cnncourse.evidence import environment

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def test_versions_are_those_that_are_installed(monkeypatch):
    monkeypatch.setattr(environment, "PACKAGES", ("numpy", "no-such-package"))
    assert environment.versions() == {
        "python": platform.python_version(),
        "cnncourse": cnncourse.__version__,
        "numpy": version("numpy"),
    }


def test_hardware_names_the_cpu_the_threads_and_the_device(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    found = environment.hardware("cpu")
    assert found["device"] == "cpu"
    assert found["threads"] == 3
    assert found["cpu"]
    assert 1 <= found["cores"] <= os.cpu_count()
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert environment.hardware("cpu") == found | {"threads": found["cores"]}


def test_hardware_names_the_devices_that_may_have_been_used(monkeypatch):
    monkeypatch.setattr(environment, "devices", lambda name: ["CPU", f"GPU of {name}"])
    found = environment.hardware("gpu")["devices"]
    assert found["pytorch"] == ["CPU", "GPU of pytorch"]
    assert found["tensorflow"] == ["CPU", "GPU of tensorflow"]


def test_pinned_settings_leave_those_that_are_set(monkeypatch):
    for name in environment.PINNED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    environment.pin()
    expected = environment.PINNED | {"OMP_NUM_THREADS": "4"}
    assert {name: os.environ[name] for name in environment.PINNED} == expected


@pytest.mark.parametrize("name", environment.PINNED)
def test_make_pins_the_same(name):
    exported = dict(re.findall(r"\bexport (\w+) := (\S+)", MAKEFILE.read_text()))
    assert exported[name] == environment.PINNED[name]
