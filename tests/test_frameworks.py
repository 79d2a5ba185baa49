"""Frameworks by name: a clear error for an unknown one, and a quiet import of TensorFlow."""

import subprocess
import sys

import pytest

from cnncourse import CourseError, frameworks


def test_backend_is_the_package_of_the_framework():
    assert frameworks.backend("pytorch").__name__ == "cnncourse.pytorch"
    assert frameworks.backend("tensorflow").__name__ == "cnncourse.tensorflow"


def test_unknown_framework_lists_the_known():
    with pytest.raises(CourseError, match="Unknown framework 'jax': choose one of pytorch, tens"):
        frameworks.backend("jax")


def test_missing_framework_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    with pytest.raises(CourseError) as caught:
        frameworks.backend("pytorch")
    assert str(caught.value) == 'PyTorch is not installed: run pip install "cnncourse[torch]".'


def test_tensorflow_starts_without_a_word_and_later_errors_are_heard():
    code = (
        "import sys; from cnncourse.frameworks import backend; backend('tensorflow');"
        "print('heard', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "heard\n"


def test_failed_import_gives_stderr_back(monkeypatch, capfd):
    monkeypatch.setitem(frameworks.FRAMEWORKS, "broken", "json.no_such_module")
    with pytest.raises(ModuleNotFoundError):
        frameworks.devices("broken")
    print("heard", file=sys.stderr)
    assert capfd.readouterr().err == "heard\n"
