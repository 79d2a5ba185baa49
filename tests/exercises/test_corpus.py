"""The tests of the exercises, tried on a course of two tiny ones with answers that should fail."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import nbformat
import corpus
import pytest
import test_exercises as parametrized
from answer_table import PROPERTY, lines
from corpus import ROOT, Exercise, GradedCorpus, exercises_in
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnncourse.grading.notebooks.edits import answers_of, with_answers
from cnncourse.grading.result import GRADED, Result

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


@pytest.fixture(scope="module", autouse=True)
def all_answers_are_tried():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(corpus, "TO_A_PART", len(ANSWERS))
        patched.setenv("CNNCOURSE_ANSWERS", str(len(ANSWERS)))
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course of two exercises; the second one has no answers at all."""
    root = tmp_path_factory.mktemp("course")
    for name in ("doubling", "none_yet"):
        write_exercise(root, name)
    folder = root / "tests" / "exercises" / "doubling"
    folder.mkdir(parents=True)
    for name, text in ANSWERS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def doubling(root):
    return exercises_in(root)[0]


def points(code: str) -> float:
    """What an answer would get: half of it for whole numbers alone."""
    names = {}
    exec(code, names)
    try:
        right = names["double"](3) == 6
    except NotImplementedError:
        return 0.0
    return float(right) + float(right and names["double"](0.5) == 1.0)


def grade(submissions: dict) -> dict[str, Result]:
    scores = {name: points(answers_of(nb)["double"]) for name, nb in submissions.items()}
    return {
        name: Result(name, GRADED, {"test_double": score}, {"test_double": 2.0})
        for name, score in scores.items()
    }


@pytest.fixture(scope="module")
def graded(doubling):
    blank = with_answers(doubling.source, {"double": "def double(x):\n    raise NotImplementedError"})
    return GradedCorpus(doubling, blank, grade)


def test_exercises_are_found_by_their_notebooks(root):
    assert [exercise.name for exercise in exercises_in(root)] == ["doubling", "none_yet"]
    assert not exercises_in(root / "tests")


def test_every_exercise_and_answer_is_a_case_of_the_tests(root):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", parametrized.__file__]
    environment = os.environ | {"CNNCOURSE_EXERCISES": str(root)}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    cases = {line.partition("::")[2] for line in run.stdout.splitlines() if "::" in line}
    assert {f"test_solution_scores_full_marks[{name}]" for name in ("doubling", "none_yet")} < cases
    answers = {case for case in cases if case.startswith("test_answer_loses")}
    assert answers == {
        f"test_answer_loses_exactly_the_points_of_its_part[doubling-{name}-pytorch]"
        for name in ANSWERS
    }


def test_so_many_answers_to_a_part_are_tried_as_asked_for(doubling, monkeypatch):
    assert len(doubling.tried) == len(ANSWERS)
    monkeypatch.setattr(corpus, "TO_A_PART", 2)
    assert len(doubling.tried) == 2 < len(doubling.answers_in("pytorch"))


@pytest.mark.parametrize("name", ANSWERS)
def test_only_an_answer_that_is_not_graded_as_it_says_fails(doubling, graded, name):
    (answer,) = [answer for answer in doubling.answers if answer.name == name]
    lies = name in ("wrong_that_is_right", "right_that_is_wrong")
    noted = {}
    with pytest.raises(AssertionError) if lies else nullcontext():
        parametrized.test_answer_loses_exactly_the_points_of_its_part(
            doubling, graded, answer, noted.__setitem__
        )
    assert noted == ({PROPERTY: ["doubling", answer.kind]} if answer.loses else {})


def test_solution_and_blank_notebook_are_graded_with_the_answers(doubling, graded):
    parametrized.test_solution_scores_full_marks(doubling, graded)
    parametrized.test_blank_scores_zero_on_every_cell(doubling, graded)


def test_few_answers_and_unknown_kinds_are_told(root, tmp_path):
    for exercise in exercises_in(root):
        with pytest.raises(AssertionError):
            parametrized.test_corpus_is_large_and_has_wrong_answers_to_every_part(exercise)
    write_exercise(tmp_path, "odd")
    folder = tmp_path / "tests" / "exercises" / "odd"
    folder.mkdir(parents=True)
    (folder / "wrong.py").write_text("# loses: test_double\n# kind: odd\n# %% double\n")
    with pytest.raises(AssertionError):
        parametrized.test_kinds_of_wrong_answers_are_known_ones(Exercise(tmp_path, "odd"))


def test_the_table_counts_wrong_answers_by_exercise_and_kind():
    tried = Counter({("losses", "off by one"): 2, ("augmentation", "mode"): 1})
    head, *rows = lines(tried, Counter({("losses", "off by one"): 1, ("augmentation", "mode"): 1}))
    assert head.split() == ["augmentation", "losses", "all"]
    assert [row.rsplit(maxsplit=3) for row in rows] == [
        ["mode", "1/1", "-", "1/1"],
        ["off by one", "-", "1/2", "1/2"],
        ["all", "1/1", "1/2", "2/3"],
    ]
