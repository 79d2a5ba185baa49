"""The structure of the package: arrows one way, two sides that mirror each other."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from dataclasses import fields
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import cnncourse
from cnncourse.grading.sandbox import KernelSettings

PACKAGE = Path(__file__).parents[1] / "cnncourse"
SIDES = ("pytorch", "tensorflow")
FRAMEWORKS = {"torch", "tensorflow", "keras"}
# Which parts of the package a part may import, itself aside.
OPTIONS = {"declaration", "errors"}
RECIPES = {"losses", "optimizers", "schedules", "transforms", "updates"}
MODELS = {"architectures", "layers", "roles", "shapes", "whitening", "initial"}
ALLOWED = {
    "errors": set(),
    "hashing": set(),
    "overriding": set(),
    "processor": set(),
    "whitening": set(),
    "whole_file": set(),
    "frameworks": {"errors"},
    "history": {"errors"},
    "paths": {"errors"},
    "roles": {"errors"},
    "shapes": {"errors"},
    "declaration": {"errors"},
    "losses": OPTIONS,
    "optimizers": OPTIONS,
    "schedules": OPTIONS,
    "moves": {"declaration"},
    "transforms": OPTIONS | {"moves"},
    "updates": OPTIONS,
    "initial": {"declaration", "roles"},
    "layers": OPTIONS | {"shapes", "whitening"},
    "blocks": {"layers"},
    "architectures": OPTIONS | {"blocks", "layers", "shapes"},
    "directions": {"roles"},
    "costs": {"architectures", "errors", "layers", "shapes", "whitening"},
    "toml_file": {"errors", "paths"},
    "recipe": OPTIONS | RECIPES | {"architectures", "initial", "toml_file"},
    "batches": {"moves", "recipe", "transforms"},
    "data": {"errors", "paths"},
    "streaming": {"batches", "data"},
    "checks": {"data", "errors", "recipe"},
    "saved_run": {"errors", "history", "recipe"},
    "watch": {"declaration"},
    "model_checks": {"errors", "watch"},
    "loop": {"batches", "data", "errors", "history", "recipe", "watch"},
    "pytorch": MODELS
    | RECIPES - {"schedules"}
    | {"batches", "checks", "data", "errors", "hashing", "history", "loop", "watch"}
    | {"model_checks", "overriding", "processor", "recipe", "saved_run", "streaming"},
    "parity": {"architectures", "data", "history", "pytorch", "recipe", "tensorflow"},
    "plots": {"errors", "evidence", "frameworks", "history"},
    "report": {"data", "errors", "frameworks", "history", "parity", "paths", "plots", "recipe"},
    "evidence": {"data", "errors", "frameworks", "history", "paths", "pytorch", "recipe"}
    | {"whole_file"}
    | RECIPES
    | {"architectures", "costs", "directions", "initial", "layers", "loop", "moves", "shapes"}
    | {"watch"},
    "grading": {"errors", "frameworks", "plots", "whole_file"},
    "bench": {"batches", "data", "errors", "evidence", "frameworks", "processor", "pytorch"}
    | RECIPES
    | {"architectures", "grading", "layers", "moves", "recipe", "report", "tensorflow"},
    "cli": {"bench", "data", "errors", "evidence", "frameworks", "grading", "recipe", "report"},
}
ALLOWED["tensorflow"] = ALLOWED["pytorch"]
# The rooms of the grading, and which of them a room may enter.
LOWEST = {"result", "sandbox", "testkit"}
ROOMS = {
    "patches": set(),
    "result": set(),
    "sandbox": {"patches"},
    "testkit": set(),
    "checks": {"testkit"},
    "publish": {"testkit"},
    "notebooks": set(),
    "intake": {"notebooks"},
    "gradebook": {"intake", "result"},
    "plugins": LOWEST | {"intake", "notebooks", "patches"},
    "workers": LOWEST | {"gradebook", "intake", "notebooks", "plugins"},
    "pipeline": LOWEST | {"gradebook", "intake", "notebooks", "plugins", "workers"},
    "reports": {"intake", "notebooks", "pipeline", "plugins", "result"},
    "own_run": {"notebooks"},
    "cli": {"notebooks", "own_run", "pipeline", "reports", "result", "sandbox"},
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


def files_of(part: str, folder: Path = PACKAGE) -> list[Path]:
    single = folder / f"{part}.py"
    return [single] if single.exists() else sorted((folder / part).rglob("*.py"))


def parts_of(folder: Path) -> set[str]:
    """Modules and packages in a folder."""
    parts = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return parts | {path.parent.name for path in folder.glob("*/__init__.py")}


def part_of(name: str) -> str:
    """The part that a name of the package comes from: of what the package itself exports, too."""
    first = name.split(".")[1]
    exported = getattr(cnncourse, first, None)
    return exported.__module__.split(".")[1] if inspect.isclass(exported) else first


def test_every_part_has_its_arrows():
    assert parts_of(PACKAGE) == set(ALLOWED)
    assert parts_of(PACKAGE / "grading") == set(ROOMS)


@pytest.mark.parametrize("part", ALLOWED)
def test_arrows_run_one_way(part):
    files = files_of(part)
    assert files
    for path in files:
        used = {part_of(name) for name in imported(path) if name.startswith("cnncourse.")}
        assert used - {part} <= ALLOWED[part], path


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_between_the_rooms_of_grading_run_one_way(room):
    files = files_of(room, PACKAGE / "grading")
    assert files
    for path in files:
        inside = [name for name in imported(path) if name.startswith("cnncourse.grading.")]
        assert {name.split(".")[2] for name in inside} - {room} <= ROOMS[room], path


def parameters_of(path: Path) -> list[set[str]]:
    """The names of the parameters of each function in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            found.append({parameter.arg for parameter in parameters})
    return found


def test_settings_of_kernels_are_handed_on_whole():
    settings = {field.name for field in fields(KernelSettings)}
    # A single kernel has limits of its own, and the command takes what it builds the settings from.
    alone = {"sandbox": {"limits"}, "cli": {"jobs"}}
    for room in ROOMS:
        for path in files_of(room, PACKAGE / "grading"):
            for parameters in parameters_of(path):
                assert parameters & settings <= alone.get(room, set()), path


def test_questions_of_grading_write_nothing():
    question = re.compile(r"_?(has|is|find|can|may|shows)(_|$)")
    writes = {"commit", "enter", "execute", "mkdir", "put", "record", "unlink", "write"}
    asked = 0
    for path in (PACKAGE / "grading").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and question.match(node.name):
                asked += 1
                called = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                assert not called & writes, f"{path}: {node.name}"
    assert asked


def test_rooms_of_grading_have_no_circle():
    TopologicalSorter(ROOMS).prepare()
    TopologicalSorter(ALLOWED).prepare()


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
    # PyTorch alone has memory layouts, and compiles the model where TensorFlow compiles the step.
    for name in ("layout_of", "in_mode", "compiled"):
        ours.pop(name, None)
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
