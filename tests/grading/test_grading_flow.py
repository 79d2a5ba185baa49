"""Grading a small course: who gets which score, and what never becomes a silent zero."""

import csv
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from cnncourse.errors import CourseError
from cnncourse.grading.course import Course
from cnncourse.grading.grade import grade, summary
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK
from cnncourse.grading.submissions import submit, submit_samples, with_answers

NAME = "doubling"
SOLUTION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST = (
    "assert double(3) == 6, 'double(3) is 6'\n"
    "### BEGIN HIDDEN TESTS\nassert double(0.5) == 1, 'halves too'\n### END HIDDEN TESTS"
)
ANSWERS = {
    "right": "def double(x):\n    return x + x",
    "wrong": "def double(x):\n    return 2 * int(x)",
    "noisy": "import warnings\ndef double(x):\n    warnings.warn('slow')\n    return 2 * x",
    "crash": "import os\nos._exit(1)",
    "endless": "while True:\n    pass",
}


def cell(grade_id, source, tags=(), **kind):
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    nbgrader = {"grade_id": grade_id, "schema_version": 3, **plain, **kind}
    metadata = {"nbgrader": nbgrader, "tags": list(tags)}
    return new_code_cell(source, metadata=metadata, id=grade_id)


def make_course(root: Path, solution=SOLUTION) -> Course:
    """A course with one function to write, worth 2 points and 1 bonus point."""
    cells = [
        cell("setup", "factor = 2", locked=True),
        cell("double", solution, solution=True),
        cell("test_double", TEST, grade=True, locked=True, points=2),
        cell("test_more", "assert double(1j) == 2j", ["bonus"], grade=True, locked=True, points=1),
    ]
    path = root / "solutions" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)
    config = Path(__file__).parents[2] / "nbgrader_config.py"
    short = "\nc.Execute.timeout = 4\n"
    (root / "nbgrader_config.py").write_text(config.read_text() + short)
    return Course(root)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course whose submissions have been graded."""
    root = tmp_path_factory.mktemp("course")
    course = make_course(root)
    course.generate(NAME)
    released = course.released(NAME)
    for student, answer in ANSWERS.items():
        submit(with_answers(released, {"double": answer}), root, student, NAME)
    submit(released, root, "blank", NAME)
    without_setup = with_answers(released, {"double": ANSWERS["right"]})
    del without_setup.cells[0]
    submit(without_setup, root, "deleted", NAME)
    submit(released, root, "broken", NAME).write_text('{"cells": [')
    return root


@pytest.fixture(scope="module")
def results(root):
    """Results by student."""
    return {result.student: result for result in grade(NAME, root)}


def test_scores_and_bonus(results):
    scores = {name: (r.score, r.bonus_score) for name, r in results.items() if r.status == GRADED}
    assert scores == {"right": (2, 1), "noisy": (2, 1), "wrong": (0, 0), "blank": (0, 0)}
    assert {r.max_score for r in results.values()} == {2}


@pytest.mark.parametrize(
    ("student", "note"),
    [
        ("crash", "Kernel died"),
        ("broken", "does not appear to be JSON"),
        ("endless", "Cell double ran out of time"),
        ("deleted", "The given cell setup was deleted"),
    ],
)
def test_trouble_is_told_and_the_batch_goes_on(results, student, note):
    assert results[student].status == NEEDS_A_LOOK
    assert note in results[student].note


def test_a_crash_has_no_score_rather_than_zero(results):
    assert results["crash"].scores == {}
    assert results["crash"].score is None


def test_csv_has_every_student_and_cell(results, root):
    with open(root / "grades" / f"{NAME}.csv", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows.keys() == results.keys()
    assert rows["right"] | {"note": ""} == {
        "student": "right",
        "status": "graded",
        "score": "2.0",
        "max_score": "2.0",
        "bonus": "1.0",
        "test_double": "2.0",
        "test_more": "1.0",
        "note": "",
    }
    assert rows["crash"]["score"] == rows["crash"]["test_double"] == ""


def test_summary_is_a_line_per_student(results):
    lines = summary(list(results.values())).splitlines()
    assert len(lines) == 1 + len(results)
    assert any(line.split() == ["right", "2", "of", "2", "1", "graded"] for line in lines)
    assert any("crash" in line and "needs a look: " in line for line in lines)


def test_feedback_quotes_the_message_but_no_hidden_test(results, root):
    page = (root / "feedback" / "wrong" / NAME / f"{NAME}.html").read_text()
    assert "AssertionError" in page
    assert "halves too" in page
    assert "double(0.5)" not in page and "double</span><span" in page
    assert "HIDDEN" not in page


def test_preflight_refuses_where_the_solution_loses_points(tmp_path):
    course = make_course(
        tmp_path, SOLUTION.replace("return 2", "import no_such_package\n    return 2")
    )
    course.generate(NAME)
    submit(course.released(NAME), tmp_path, "blank", NAME)
    with pytest.raises(CourseError, match=r"Not grading: .*solution.*test_double, test_more"):
        grade(NAME, tmp_path)
    assert not (tmp_path / "autograded").exists()


def test_preflight_refuses_where_a_blank_notebook_scores(tmp_path):
    course = make_course(tmp_path, SOLUTION + "\n\n\ndef double(x):\n    return 2 * x")
    course.generate(NAME)
    submit(course.released(NAME), tmp_path, "blank", NAME)
    with pytest.raises(CourseError, match=r"Not grading: .*blank.*test_double, test_more"):
        grade(NAME, tmp_path)


def test_nothing_to_grade_says_where_notebooks_go(tmp_path):
    make_course(tmp_path)
    with pytest.raises(CourseError, match="put each notebook at submitted/<student>/doubling/"):
        grade(NAME, tmp_path)


def test_unknown_assignment_lists_those_there_are(tmp_path):
    make_course(tmp_path)
    with pytest.raises(CourseError, match=r"No assignment 'halving' .*: choose one of doubling\."):
        grade("halving", tmp_path)


def test_no_course_here(tmp_path):
    with pytest.raises(CourseError, match=r"No nbgrader_config\.py in "):
        grade(NAME, tmp_path)


def test_samples_are_handed_in(tmp_path):
    names = submit_samples(make_course(tmp_path), NAME)
    paths = [tmp_path / "submitted" / name / NAME / f"{NAME}.ipynb" for name in names]
    assert len(names) == 6 and all(path.is_file() for path in paths)
    readable = [nbformat.read(path, 4) for path in paths if "broken" not in str(path)]
    assert len({nbformat.writes(notebook) for notebook in readable}) >= 3
    with pytest.raises(nbformat.reader.NotJSONError):
        nbformat.read(next(path for path in paths if "broken" in str(path)), 4)
