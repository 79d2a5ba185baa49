"""The structure of the package: arrows one way, two sides that mirror each other."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import cnncourse

PACKAGE = Path(__file__).parents[1] / "cnncourse"
SIDES = ("pytorch", "tensorflow")
FRAMEWORKS = {"torch", "tensorflow", "keras"}
# Which parts of the package a part may import, itself aside.
BASE = {
    "errors",
    "augmentation",
    "options",
    "schedules",
    "recipe",
    "history",
    "hashing",
    "architectures",
    "initial",
    "batches",
    "whitening",
    "processor",
    "streaming",
}
OPTIONS = {name for name in cnncourse.__all__ if name[0].isupper()}
ALLOWED = {
    "errors": set(),
    "hashing": set(),
    "initial": set(),
    "whitening": set(),
    "processor": set(),
    "augmentation": {"errors"},
    "options": {"errors"},
    "schedules": {"errors"},
    "recipe": {"augmentation", "errors", "options", "schedules"},
    "history": {"errors"},
    "data": {"errors"},
    "architectures": {"recipe", "whitening"},
    "batches": {"augmentation", "errors", "recipe"},
    "streaming": {"batches", "data"},
    "pytorch": BASE | {"data"},
    "tensorflow": BASE | {"data"},
    # Through `frameworks`; neither the sides themselves nor what is drawn of the results.
    "evidence": OPTIONS | {"data", "errors", "frameworks", "history", "recipe"},
}


def imported(path: Path) -> set[str]:
    """Return the dotted names that a file imports, at any depth."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def files_of(part: str) -> list[Path]:
    single = PACKAGE / f"{part}.py"
    return [single] if single.exists() else sorted((PACKAGE / part).rglob("*.py"))


@pytest.mark.parametrize("part", ALLOWED)
def test_arrows_run_one_way(part):
    files = files_of(part)
    assert files
    for path in files:
        used = {name.split(".")[1] for name in imported(path) if name.startswith("cnncourse.")}
        assert used - {part} <= ALLOWED[part], path


def test_frameworks_are_imported_only_on_their_side():
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).parts[0]
        frameworks = {name.split(".")[0] for name in imported(path)} & FRAMEWORKS
        expected = {
            "pytorch": {"torch"},
            "tensorflow": {"tensorflow", "keras"},
            "parity.py": FRAMEWORKS,
            "bench": FRAMEWORKS,
        }
        # Tests in an exercise take the student's model, whichever framework it is in.
        if place != "grading":
            assert frameworks <= expected.get(place, set()), path


def test_the_sides_have_the_same_files():
    ours, theirs = ({path.name for path in (PACKAGE / side).glob("*.py")} for side in SIDES)
    assert ours == theirs
    assert "train.py" in ours


@pytest.mark.parametrize("file", sorted(path.stem for path in (PACKAGE / "pytorch").glob("*.py")))
def test_the_sides_have_the_same_functions(file):
    def public(side):
        name = f"cnncourse.{side}" + ("" if file == "__init__" else f".{file}")
        module = importlib.import_module(name)
        return {
            name: [*inspect.signature(thing).parameters]
            for name, thing in vars(module).items()
            if inspect.isfunction(thing)
            and not name.startswith("_")
            and thing.__module__.startswith("cnncourse")
        }

    ours, theirs = public("pytorch"), public("tensorflow")
    # PyTorch keeps gradients on the parameters, TensorFlow hands them around. PyTorch alone has
    # memory layouts, and compiles the model where TensorFlow compiles the step.
    for side in (ours, theirs):
        for name in ("clip_gradients", "layout_of", "compiled"):
            side.pop(name, None)
    assert ours == theirs


def test_importing_the_package_imports_no_framework():
    code = f"import sys, cnncourse, cnncourse.data;print(sorted({FRAMEWORKS} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout, result.returncode) == ("[]\n", 0), result.stderr


def test_files_can_be_read_in_one_sitting():
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        most = 250 if path.name == "train.py" else 300  # the loops are to be read at once
        assert len(text.splitlines()) <= most, path
        assert ast.get_docstring(ast.parse(text)), path
