"""Where and with what a measurement was made, and the settings under which it comes again."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import pytest

import cnncourse
from cnncourse.evidence import environment
from cnncourse.evidence.store import EvidenceError

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


def test_the_environment_is_the_same_for_all_and_given_back(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    with environment.processes_with("cpu", 5):
        threads = {name: os.environ[name] for name in os.environ if name.endswith("_THREADS")}
        assert set(threads.values()) == {"5"}
        assert len(threads) == 3
        assert os.environ["CUDA_VISIBLE_DEVICES"] == "-1"
    assert os.environ["OMP_NUM_THREADS"] == "1"
    assert "CUDA_VISIBLE_DEVICES" not in os.environ
    with environment.processes_with("gpu", 5):
        assert "CUDA_VISIBLE_DEVICES" not in os.environ


def test_a_run_is_labeled_with_what_it_is_made_on(monkeypatch):
    monkeypatch.setattr(environment, "devices", lambda name: ["CPU", f"GPU of {name}"])
    assert environment.place_of("pytorch", "cpu") == "cpu"
    assert environment.place_of("tensorflow", "gpu") == "GPU of tensorflow"
    monkeypatch.setattr(environment, "devices", lambda name: ["CPU"])
    with pytest.raises(EvidenceError, match="PyTorch sees no GPU"):
        environment.place_of("pytorch", "gpu")


def test_versions_differ_by_the_frameworks_that_were_used():
    stored = {"torch": "2.12.0", "tensorflow": "2.21.0", "keras": "3.15.1"}
    today = {"torch": "2.13.0+cpu", "tensorflow": "2.21.0+x", "keras": "3.15.1", "python": "4"}
    differing = environment.differing_versions
    assert differing(stored, today, ["tensorflow"]) == []
    assert differing(stored, today, ["pytorch", "tensorflow"]) == ["torch 2.12.0, today 2.13.0"]
    assert differing({}, today, ["tensorflow"])[0] == "tensorflow none, today 2.21.0"


@pytest.mark.parametrize("name", environment.PINNED)
def test_make_pins_the_same(name):
    exported = dict(re.findall(r"\bexport (\w+) := (\S+)", MAKEFILE.read_text()))
    assert exported[name] == environment.PINNED[name]
