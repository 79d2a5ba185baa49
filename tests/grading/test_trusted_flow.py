"""A small course with trusted checks, graded: who gets which score, and what nobody gets to see."""

import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.validator import Validator
from notebook_cells import cell, graded_cell

from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK
from cnncourse.grading.testkit.published_values import MIME

NAME = "doubling"
SETUP = "import numpy as np\n\nfrom cnncourse.grading import publish"
TEST_DOUBLE = """assert double(3) == 6, "double(3) is 6"
### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"x": rng.normal(size=2), "_held_out": "topsecret"}


def check(inputs, published):
    assert inputs["_held_out"] == "topsecret"
    trusted.close(published["y"], 2 * inputs["x"], "double should work on arrays, too")
### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
publish.publish(y=double(publish.given()["x"]))
### END HIDDEN TESTS"""
TEST_PARTS = """assert parts() >= 0
### BEGIN TRUSTED CHECK
def check(inputs, published):
    return 1 / published["parts"]  # the fewer the better
### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
publish.publish(parts=parts())
### END HIDDEN TESTS"""
DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
PARTS = "def parts():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
SPY = """
import inspect, linecache

def double(x):
    frames = inspect.stack()
    seen = [In, _ih, globals(), vars(publish), linecache.cache, publish.given()]
    seen += [get_ipython().kernel.get_parent("shell"), [f.frame.f_locals for f in frames]]
    seen += list(get_ipython().history_manager.get_range(raw=True))
    print("SEEN", repr(seen))
    return 2 * x
"""
FORGER = """
import sys

def double(x):
    sys.displayhook(2.0)  # the outputs of a test that gives full marks, says nbgrader
    if isinstance(x, int):
        return 2 * x
    return x
"""
SILENT = """
from IPython.display import display
display({"application/vnd.cnncourse.published+json": '{"dict":{"parts":1,"y":0}}'}, raw=True)
display({"application/vnd.cnncourse.published+json": '{"dict":{"parts":1,"y":0}}'}, raw=True)
publish.publish = lambda **values: None

def double(x):
    return 2 * x
"""
TWICE = """
publish_once = publish.publish

def publish_twice(**values):
    publish_once(**values)
    publish_once(**values)

publish.publish = publish_twice

def double(x):
    return 2 * x
"""
RIGHT = "def double(x):\n    print('given', list(np.ravel(x)))\n    return x + x"
ANSWERS = {
    "right": (RIGHT, "def parts(): return 1"),
    "other": (RIGHT + "  # differs", "def parts(): return 1"),
    "spy": (SPY, "def parts(): return 0"),
    "forger": (FORGER, "def parts(): return 4"),
    "silent": (SILENT, "def parts(): return 1"),
    "twice": (TWICE, "def parts(): return 1"),
}


def write_source(root: Path, *more) -> Path:
    cells = [
        cell("setup", SETUP, locked=True),
        cell("double", DOUBLE, solution=True),
        graded_cell("test_double", TEST_DOUBLE),
        cell("parts", PARTS, solution=True),
        graded_cell("test_parts", TEST_PARTS, 3, ["bonus"]),
        *more,
    ]
    path = root / "solutions" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
    config = Path(__file__).parents[2] / "nbgrader_config.py"
    (root / "nbgrader_config.py").write_text(config.read_text())
    return path


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of which the student version has been generated."""
    root = tmp_path_factory.mktemp("course")
    write_source(root)
    course = Course(root)
    course.generate(NAME)
    return course


def grade(course, student):
    """Result, executed notebook and feedback of one submission."""
    double, parts = ANSWERS[student]
    notebook = with_answers(course.released(NAME), {"double": double, "parts": parts})
    submit(notebook, course.root, student, NAME)
    result = course.autograde(NAME, student)
    course.feedback(NAME, student)
    run = course.root / "autograded" / student / NAME / f"{NAME}.ipynb"
    page = course.root / "feedback" / student / NAME / f"{NAME}.html"
    return result, nbformat.read(run, 4), page.read_text()


@pytest.fixture(scope="module")
def graded(course):
    """Result, executed notebook and feedback of every submission."""
    return {student: grade(course, student) for student in ANSWERS}


def outputs_of(notebook, name):
    (found,) = [c for c in notebook.cells if c.metadata.nbgrader.get("grade_id") == name]
    return found.outputs


def test_scores(graded):
    scores = {student: result.scores for student, (result, *_) in graded.items()}
    assert scores == {
        "right": {"test_double": 2, "test_parts": 3},
        "other": {"test_double": 2, "test_parts": 3},
        "spy": {"test_double": 2, "test_parts": 0},
        "forger": {"test_double": 0, "test_parts": 0.75},
        "silent": {"test_double": 0, "test_parts": 0},
        "twice": {"test_double": 0, "test_parts": 0},
    }


def test_a_check_that_goes_wrong_needs_a_look(graded):
    status = {student: result.status for student, (result, *_) in graded.items()}
    looked_at = {student for student in ANSWERS if status[student] == NEEDS_A_LOOK}
    assert looked_at == {"spy", "twice"}
    assert set(status.values()) == {GRADED, NEEDS_A_LOOK}
    assert "test_parts" in graded["spy"][0].note and "ZeroDivisionError" in graded["spy"][0].note
    assert "test_double" in graded["twice"][0].note and "2 times" in graded["twice"][0].note


def test_the_executed_notebook_has_the_cells_that_were_handed_in(graded):
    for student, (_, run, _) in graded.items():
        ids = [c.metadata.nbgrader.grade_id for c in run.cells]
        assert ids == ["setup", "double", "test_double", "parts", "test_parts"]
        assert (".receive(" in nbformat.writes(run)) == (student == "spy")  # who shows its In
        outputs = [output for c in run.cells for output in c.outputs]
        assert not any(MIME in output.get("data", {}) for output in outputs)


def test_the_page_has_the_message_and_neither_check_nor_inputs(graded):
    page = graded["forger"][2]
    assert "AssertionError" in page and "double should work on arrays, too (2 of 2 numbers)" in page
    assert "published nothing" in graded["silent"][2]
    assert "CheckError" in graded["spy"][2] and "division by zero" not in graded["spy"][2]
    for student in ("forger", "silent", "twice"):
        page = graded[student][2]
        assert "trusted" not in page and "topsecret" not in page
        assert "receive" not in page and "HIDDEN" not in page


def test_nothing_of_the_check_is_in_the_students_process(graded):
    outputs = outputs_of(graded["spy"][1], "test_double")
    seen = "".join(output.text for output in outputs if output.output_type == "stream")
    assert "publish.publish(y=double(" in seen and "'x': array" in seen  # it does look around
    for secret in ("topsecret", "_held_out", "def check(inputs", "TRUSTED CHECK", "trusted.close"):
        assert secret not in seen


def inputs_of(run):
    (text,) = [output.text for output in outputs_of(run, "test_double")]
    return [line for line in text.splitlines() if line.startswith("given")][-1]


def test_inputs_differ_between_submissions_and_not_between_gradings(graded, course):
    first = inputs_of(graded["right"][1])
    assert first != inputs_of(graded["other"][1])
    assert first == inputs_of(grade(course, "right")[1])


def test_no_trace_of_the_check_outside_solutions(course):
    released = course.root / "exercises" / NAME / f"{NAME}.ipynb"
    assert "double(3) is 6" in released.read_text()
    with sqlite3.connect(course.root / "gradebook.db") as database:
        stored = "\n".join(database.iterdump())
    assert "publish.publish(y=double(" in stored
    for text in (released.read_text(), stored):
        for secret in ("TRUSTED", "def check", "def inputs", "topsecret", "trusted.close"):
            assert secret not in text
    assert "HIDDEN" not in released.read_text() and "publish.publish" not in released.read_text()


def test_source_notebook_runs_with_its_checks(course):
    source = course.source(NAME)
    probe = "print([name for name in ('inputs', 'check') if name in globals()])"
    source.cells += [new_code_cell(probe)]
    NotebookClient(source, kernel_name="python3").execute()
    assert source.cells[-1].outputs[0].text == "[]\n"
    wrong = course.source(NAME)
    wrong.cells[2].source = wrong.cells[2].source.replace("2 * inputs", "3 * inputs")
    NotebookClient(wrong, kernel_name="python3", allow_errors=True).execute()
    (error,) = wrong.cells[2].outputs
    assert error.evalue.startswith("double should work on arrays, too")


@pytest.mark.parametrize(("answer", "is_right"), [("return 2 * x", True), ("return x", False)])
def test_validating_the_student_version_runs_its_visible_part(course, tmp_path, answer, is_right):
    answers = {"double": f"def double(x):\n    {answer}", "parts": "def parts(): return 1"}
    notebook = with_answers(course.released(NAME), answers)
    path = submit(notebook, tmp_path, "student", NAME)
    found = Validator(log=logging.getLogger("validate")).validate(str(path))
    assert ("failed" not in found) == is_right, found
    assert ("double(3) is 6" in str(found)) != is_right


def test_generating_warns_of_points_that_can_be_forged(tmp_path):
    hidden = "### BEGIN HIDDEN TESTS\nassert double(1) == 2\n### END HIDDEN TESTS"
    write_source(tmp_path, graded_cell("test_more", hidden))
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", NAME]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    (warning,) = [line for line in run.stderr.splitlines() if "can be forged" in line]
    assert "WARNING" in warning and warning.endswith(": test_more")
