"""Where the sandbox cannot be had, one line says what is missing and what to do."""

import sys

import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.sandbox import KernelSettings, bubblewrap, kernels, require_sandbox


def message():
    with pytest.raises(CourseError) as error:
        require_sandbox()
    text = str(error.value)
    assert "\n" not in text and "--unsafe-no-sandbox" in text
    return text


def test_nothing_is_missing_here():
    require_sandbox()


def test_missing_bubblewrap(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "`sudo apt-get install bubblewrap`" in message()
    with pytest.raises(CourseError, match="bubblewrap"), kernels():
        pass


def test_missing_libseccomp(monkeypatch):
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    assert "`sudo apt-get install libseccomp2`" in message()


def test_bubblewrap_that_may_not(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho first >&2\necho bwrap: no permissions >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "(bwrap: no permissions)" in message()


def test_other_systems(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "needs Linux" in message()


def test_warm_kernels_without_the_sandbox_say_that_they_are_cold():
    with pytest.warns(UserWarning, match="starts cold"), kernels(KernelSettings(sandboxed=False)):
        pass


def test_only_given_folders_are_bound(tmp_path):
    line = bubblewrap.command([tmp_path], tmp_path, {"A": "b"})
    bound = {line[n + 1] for n, word in enumerate(line) if word.startswith("--ro-bind")}
    assert str(tmp_path) in bound and "/" not in bound and "/home" not in bound
    assert "--bind" not in line
    devices = {line[n + 1] for n, word in enumerate(line) if word.startswith("--dev-bind")}
    assert devices == {"/dev/full"}  # which keeps nothing
