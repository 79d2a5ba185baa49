"""A student's own notebook, run as Validate does: what it says of each part, and of bad input."""

import itertools
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader import utils
from notebook_cells import cell, graded_cell
from typer.testing import CliRunner

from cnncourse.cli import app
from cnncourse.errors import CourseError
from cnncourse.grading import own_run
from cnncourse.grading.own_run import BY_HAND, FAILED, NOT_STARTED, PASSED, find_notebook, saves

BLANK = "def {0}(x):\n    raise NotImplementedError()"
TEST = 'assert {0}(3) == 6, "{0}(3) should be 6"'
ANSWERS = {
    "double": "def double(x):\n    return 2 * x",
    "twice": "def twice(x):\n    return x + 1",
    "sum_of": None,
    "broken": "def broken(x)\n    return x",
    "for_ever": "def for_ever(x):\n    while True:\n        pass",
    "helped": "def helped(x):\n    return helper(x)",
}
ESSAY = "An answer in words."


def handed_out(cells):
    """Cells with the checksums that nbgrader gives them."""
    for each in cells:
        each.metadata.nbgrader["cell_type"] = each.cell_type
        each.metadata.nbgrader["checksum"] = utils.compute_checksum(each)
    return cells


def write(path, answers=ANSWERS, setup="import math", essay=ESSAY, more=()):
    """The notebook of an exercise with a part for each answer; None leaves it blank."""
    cells = [cell("setup", setup, locked=True)]
    for name in answers:
        cells.append(cell(name, BLANK.format(name), solution=True))
        cells.append(graded_cell(f"test_{name}", TEST.format(name)))
    reflection = new_markdown_cell("Write here.", id="reflection")
    kind = {"grade": True, "locked": False, "solution": True, "task": False, "points": 3}
    reflection.metadata["nbgrader"] = {"grade_id": "reflection", "schema_version": 3, **kind}
    cells = handed_out([*cells, reflection])
    for each in cells:
        name = each.metadata.nbgrader.grade_id
        each.source = answers.get(name) or each.source
    if essay:
        cells[-1].source = essay
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[*cells[:1], *more, *cells[1:]]), path)
    return path


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    only_shown = {"tags": ["only-shown"]}
    return write(
        tmp_path_factory.mktemp("exercises") / "doubling" / "doubling.ipynb",
        more=[
            new_code_cell('raise ValueError("takes long, and shows only")', metadata=only_shown),
            new_code_cell("def helper(x):\n    return 2 * x", metadata=only_shown),
        ],
    )


@pytest.fixture(scope="module")
def outcome(notebook):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_run, "CELL_SECONDS", 3)
        before = notebook.read_bytes()
        outcome = own_run.run(notebook)
        assert notebook.read_bytes() == before
        return outcome


def test_each_part_has_its_status(outcome):
    assert {part.name: part.status for part in outcome.parts} == {
        "double": PASSED,
        "twice": FAILED,
        "sum_of": NOT_STARTED,
        "broken": FAILED,
        "for_ever": FAILED,
        "helped": PASSED,
        "reflection": BY_HAND,
    }
    assert not outcome.passes and outcome.seconds > 3


def test_a_message_is_that_of_what_fails(outcome):
    said = {part.name: part.message for part in outcome.parts}
    assert "twice(3) should be 6" in said["twice"]
    assert "SyntaxError" in said["broken"] and "broken(3)" not in said["broken"]
    assert "more than 3 seconds" in said["for_ever"]
    assert said["double"] == said["sum_of"] == ""


def test_the_table_ends_with_what_to_do_next(outcome):
    lines = list(outcome.lines())
    assert lines[0].split() == ["double", "2", "points", "passed"]
    assert lines[-1].startswith("2 of 6 tests pass (") and lines[-1].endswith("Next: mend twice.")


def test_when_all_pass_what_is_read_by_people_is_left(tmp_path):
    path = write(tmp_path / "done.ipynb", {"double": ANSWERS["double"]})
    outcome = own_run.run(path)
    assert outcome.passes
    assert "Read what you wrote for reflection once more" in list(outcome.lines())[-1]


def test_a_reflection_that_is_blank_and_a_test_that_was_changed_are_told(tmp_path):
    path = write(tmp_path / "blank.ipynb", {"double": ANSWERS["double"]}, essay=None)
    changed = nbformat.read(path, 4)
    changed.cells[2].source = "assert True"
    nbformat.write(changed, path)
    outcome = own_run.run(path)
    assert [part.status for part in outcome.parts] == [PASSED, NOT_STARTED]
    assert any("Its test was changed" in line for line in outcome.lines())
    assert list(outcome.lines())[-1].endswith("Next: write reflection.")


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        ("import math\n\n1 / 0", "The given cell setup fails: ZeroDivisionError"),
        ("import os\n\nos._exit(1)", "The kernel died in the cell setup"),
    ],
)
def test_what_makes_every_test_meaningless_is_an_error(tmp_path, setup, says):
    with pytest.raises(CourseError, match=says):
        own_run.run(write(tmp_path / "x.ipynb", {"double": None}, setup=setup))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b'{"cells": [', "is cut off or damaged"),
        (b"\x89PNG", "is no notebook"),
        (nbformat.writes(new_notebook(cells=[new_code_cell("1")])).encode(), "has no tests"),
        (b'{"cells": [{"cell_type": "code", "source": 3}], "nbformat": "x"}', "is"),
    ],
)
def test_what_is_no_exercise_is_told_in_one_line(tmp_path, content, says):
    path = tmp_path / "losses.ipynb"
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"Error: {path} {says}")


def test_a_folder_stands_for_its_notebook(notebook, tmp_path):
    assert find_notebook(notebook) == find_notebook(notebook.parent) == notebook
    for name in ("one", "two"):
        (tmp_path / f"{name}.ipynb").touch()
    with pytest.raises(CourseError, match=r"has several notebooks \(one.ipynb, two.ipynb\)"):
        find_notebook(tmp_path)
    (tmp_path / "one.ipynb").unlink()
    assert find_notebook(tmp_path) == tmp_path / "two.ipynb"
    (tmp_path / "two.ipynb").unlink()
    with pytest.raises(CourseError, match="holds no notebook"):
        find_notebook(tmp_path)
    with pytest.raises(CourseError, match=r"There is no .*three"):
        find_notebook(tmp_path / "three")


def test_a_save_is_seen_even_where_the_file_is_away_for_a_moment(tmp_path):
    path, new = tmp_path / "losses.ipynb", tmp_path / "new"
    path.write_text("1")
    steps = iter([path.unlink, lambda: new.write_text("2"), lambda: os.replace(new, path)])
    pauses = []

    def pause(_):
        pauses.append(path.exists())
        next(steps)()

    assert len(list(itertools.islice(saves(path, pause), 2))) == 2
    assert pauses == [True, False, False]


@pytest.mark.parametrize(("answer", "status"), [(ANSWERS["double"], 0), (None, 1)])
def test_the_command_ends_as_the_tests_do(tmp_path, answer, status):
    path = write(tmp_path / "doubling" / "doubling.ipynb", {"double": answer})
    result = CliRunner().invoke(app, ["check", str(path.parent)])
    assert result.exit_code == status, result.output
    assert ("passed" if answer else "not started") in result.stdout


def test_watching_goes_on_after_a_damaged_save(tmp_path, monkeypatch):
    path = write(tmp_path / "doubling.ipynb", {"double": ANSWERS["double"]})

    def saved_twice(path):
        yield
        path.write_text('{"cells": [')
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr(own_run, "saves", saved_twice)
    result = CliRunner().invoke(app, ["check", "--watch", str(path)])
    assert result.exit_code == 0, result.output
    assert "1 of 1 tests pass" in result.stdout and "cut off or damaged" in result.stderr
