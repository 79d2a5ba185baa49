"""What is changed in others' packages does what it is for, and is needed still."""

import ast
import inspect
import subprocess
import sys
import types
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

import cnncourse
from cnncourse.grading import patches

GRAMMAR = "rfc3987_syntax.syntax_helpers"
INSIDE = {"sys._getframe", "sys._current_frames", "inspect.currentframe", "inspect.stack"}
INSIDE |= {f"sys.modules.{name}" for name in ("setdefault", "update", "pop")}


def imported_by(code: str) -> list[str]:
    code = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_the_grammar_of_addresses_is_spared_and_would_else_be_made():
    assert GRAMMAR in imported_by("import nbformat"), "not needed any more: take the patch out"
    modules = imported_by("import cnncourse.grading.workers.grader")
    assert GRAMMAR not in modules and "jsonschema" in modules


def test_one_engine_is_used_and_nbgrader_would_else_make_more(tmp_path):
    url = f"sqlite:///{tmp_path}/gradebook.db"
    with Gradebook(url) as one, Gradebook(url) as other:
        assert one.engine is not other.engine, "not needed any more: take the patch out"
        engine = one.engine
        with patches.one_engine(lambda *_, **__: engine), Gradebook(url) as third:
            assert third.engine is engine


def test_cells_are_not_searched_for_and_python_would_else_do_so(monkeypatch):
    class Module(types.ModuleType):
        asked = 0

        @property
        def __file__(self):
            Module.asked += 1
            return "/nowhere/probe.py"

    code = compile("1", "/tmp/ipykernel_1/2.py", "exec")
    monkeypatch.setitem(sys.modules, "probe", Module("probe"))
    original = inspect.getmodule
    assert inspect.getmodule(code) is None
    assert Module.asked, "not needed any more: take the patch out"
    monkeypatch.setattr(inspect, "getmodule", original)
    patches.spare_the_search_for_cells("/tmp/ipykernel_1")
    Module.asked = 0
    assert inspect.getmodule(code) is None and not Module.asked
    assert inspect.getmodule(test_cells_are_not_searched_for_and_python_would_else_do_so)


def changes_in(source: str) -> set[str]:
    """Looks into frames, entries in `sys.modules`, and names of modules that are set anew."""
    nodes = list(ast.walk(ast.parse(source)))
    imports = [node for node in nodes if isinstance(node, ast.Import)]
    modules = {alias.asname or alias.name for node in imports for alias in node.names} - {"sys"}
    names = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    stored = [n for n in nodes if isinstance(getattr(n, "ctx", None), ast.Store | ast.Del)]
    set_anew = {ast.unparse(node) for node in stored if not isinstance(node, ast.Name)}
    entries = {name for name in set_anew if "[" in name}
    return (
        (names & INSIDE)
        | {name for name in entries if name.startswith("sys.modules[")}
        | {name for name in set_anew - entries if name.rpartition(".")[0] in modules}
        | {"mock" for node in nodes if getattr(node, "module", "") == "unittest.mock"}
    )


@pytest.mark.parametrize(
    "source",
    [
        "sys.modules['a'] = None",
        "sys.modules.setdefault('a', None)",
        "sys._getframe(1)",
        "inspect.stack()",
        "import nbgrader.api\nnbgrader.api.x = 3",
        "from unittest.mock import patch",
    ],
)
def test_the_search_finds_what_it_is_for(source):
    assert changes_in(source) and not changes_in("import sys\nsys.argv = sys.modules['a'].b")


def test_others_are_changed_in_one_place():
    grading = Path(cnncourse.__file__).parent / "grading"
    found = {path.name for path in grading.rglob("*.py") if changes_in(path.read_text("utf-8"))}
    assert found == {"patches.py"}
