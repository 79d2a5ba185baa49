"""The tests of the exercises, tried on a course of two tiny ones with answers that should fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from corpus import ROOT, exercises_in
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnncourse.grading.plugins.course import Course

TITLE = "# {name}\n\nThere are 2 points, and 0 bonus points."
ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST = """assert double(3) == 6
### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"x": rng.normal(size=3)}


def check(inputs, published):
    trusted.close(published["zero"], 0, "twice 0 is 0")
    if published["y"] != (2 * inputs["x"]).tolist():
        return 0.5
### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
from cnncourse.grading.testkit import publish

publish.publish(zero=double(0), y=[double(x) for x in publish.given()["x"]])
### END HIDDEN TESTS"""
ANSWERS = {
    "right_sum": "# loses: nothing\n# %% double\ndef double(x):\n    return x + x\n",
    "wrong_square": "# loses: test_double\n# kind: wrong number\n"
    "# %% double\ndef double(x):\n    return x**2\n",
    "wrong_half_right": "# loses: test_double\n# keeps: 1 of test_double\n# kind: input type\n"
    "# %% double\ndef double(x):\n    return 2 * x if isinstance(x, int) else x\n",
    "wrong_that_is_right": "# loses: test_double\n# kind: off by one\n"
    "# %% double\ndef double(x):\n    return 3 * x - x\n",
    "right_that_is_wrong": "# loses: nothing\n# %% double\ndef double(x):\n    return 3 * x\n",
}
PARAMETRIZED = Path(__file__).with_name("test_exercises.py")


def write_exercise(root: Path, name: str) -> None:
    def kind(grade_id, **what):
        plain = {"grade": False, "locked": False, "solution": False, "task": False}
        nbgrader = {"grade_id": grade_id, "schema_version": 3, **plain, **what}
        return {"id": grade_id, "metadata": {"nbgrader": nbgrader}}

    cells = [
        new_markdown_cell(TITLE.format(name=name), id="title"),
        new_code_cell(ANSWER, **kind("double", solution=True)),
        new_code_cell(TEST, **kind("test_double", grade=True, locked=True, points=2)),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    path = root / "solutions" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    text = nbformat.writes(new_notebook(cells=cells, metadata=metadata))
    path.write_text(f"{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course of two exercises; the second one has no answers at all."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = Course(root)
    for name in ("doubling", "none_yet"):
        write_exercise(root, name)
        course.generate(name)
    folder = root / "tests" / "exercises" / "doubling"
    folder.mkdir(parents=True)
    for name, text in ANSWERS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def run(root):
    """The tests of the exercises, run on this course."""
    command = [sys.executable, "-m", "pytest", PARAMETRIZED, f"--junit-xml={root / 'outcomes.xml'}"]
    environment = {key: v for key, v in os.environ.items() if not key.startswith("PYTEST_")}
    environment["CNNCOURSE_EXERCISES"] = str(root)
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def failed(run, root):
    """Names of the tests that failed, and the number of all."""
    cases = list(ElementTree.parse(root / "outcomes.xml").iter("testcase"))
    assert cases, run.stdout
    return {case.get("name") for case in cases if case.find("failure") is not None}, len(cases)


def test_exercises_are_found_by_their_notebooks(root):
    assert [exercise.name for exercise in exercises_in(root)] == ["doubling", "none_yet"]
    assert not exercises_in(root / "tests")


def test_an_answer_that_is_not_graded_as_it_says_fails_by_name(failed, run):
    named, _ = failed
    answers = {name for name in named if name.startswith("test_answer_loses")}
    assert {name.partition("-")[2].partition("-")[0] for name in answers} == {
        "wrong_that_is_right",
        "right_that_is_wrong",
    }, run.stdout


def test_an_exercise_with_few_answers_fails_and_nothing_else_does(failed, run):
    named, number = failed
    few = {name for name in named if not name.startswith("test_answer_loses")}
    assert few == {
        f"test_corpus_is_large_and_has_wrong_answers_to_every_part[{name}]"
        for name in ("doubling", "none_yet")
    }, run.stdout
    assert number > 2 * len(few) + len(ANSWERS)


def test_the_table_counts_wrong_answers_by_exercise_and_kind(run):
    table = run.stdout.partition("Wrong answers that lost")[2]
    rows = {line.split("  ")[0]: line.split()[-2:] for line in table.splitlines() if "  " in line}
    assert rows["off by one"] == ["0/1", "0/1"]
    assert rows["wrong number"] == rows["input type"] == ["1/1", "1/1"]
    assert rows["all"] == ["2/3", "2/3"]
