"""Packages are installed with uv, or with pip and one line that says so."""

import subprocess

import install_packages
import pytest


def has_tiny(python) -> bool:
    return subprocess.run([python, "-c", "import tiny"], capture_output=True).returncode == 0


def test_pip_installs_where_uv_cannot_be_had(install, python):
    finished = install(uv=None)
    assert finished.returncode == 0, finished.stderr
    lines = [line for line in finished.stdout.splitlines() if not line.startswith("  ")]
    assert lines == ["uv cannot be had here: pip installs the packages, which takes some minutes"]
    assert has_tiny(python)


def test_uv_installs_where_it_can_be_had(install, python):
    finished = install(uv="import os; print('Installed', os.environ['UV_FIND_LINKS'])")
    assert finished.returncode == 0, finished.stderr
    (line,) = finished.stdout.splitlines()
    assert line.startswith("  Installed ")
    assert line.endswith("wheels")
    assert not has_tiny(python), "pip has installed it, not uv"


def test_pip_installs_where_uv_does_not_succeed(install, python):
    finished = install(uv="raise SystemExit('error: no route')")
    assert finished.returncode == 0, finished.stderr
    lines = [line for line in finished.stdout.splitlines() if not line.startswith("  ")]
    log = python.parents[1] / "install.log"
    assert lines == [f"uv did not succeed ({log} says why): pip tries, which takes some minutes"]
    assert "error: no route" in log.read_text()
    assert has_tiny(python)


def test_uv_chooses_the_build_of_pytorch_and_can_do_without(monkeypatch):
    monkeypatch.delenv("UV_TORCH_BACKEND", raising=False)
    first, second = install_packages.uv_commands({}, ["package"])
    assert first == [*second, "--torch-backend", "auto"]


@pytest.mark.parametrize("source", ["index-url", "extra-index-url", "find-links", "no-index"])
def test_sources_that_pip_names_decide_on_the_build_of_pytorch(monkeypatch, source):
    monkeypatch.delenv("UV_TORCH_BACKEND", raising=False)
    (command,) = install_packages.uv_commands({source: "true"}, ["package"])
    assert "--torch-backend" not in command


def test_settings_made_for_uv_count_more_than_those_of_pip(monkeypatch):
    monkeypatch.setenv("UV_FIND_LINKS", "mine")
    monkeypatch.setenv("UV_TORCH_BACKEND", "cpu")
    assert install_packages.uv_environment({"find-links": "theirs"})["UV_FIND_LINKS"] == "mine"
    (command,) = install_packages.uv_commands({}, ["package"])
    assert "--torch-backend" not in command
