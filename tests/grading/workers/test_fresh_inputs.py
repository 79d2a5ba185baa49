"""A grader asks each hand-in anew: what one has printed helps no other."""

from dataclasses import replace

import nbformat
import pytest
from doubling import ORDINARY, files_of, make_course
from notebook_cells import graded_cell

from cnncourse.grading.notebooks.edits import with_answers
from cnncourse.grading.result import GRADED
from cnncourse.grading.workers.grader import Grader

CHECK = """from cnncourse.grading.testkit import publish

### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"x": rng.normal()}


def check(inputs, published):
    trusted.close(published["y"], 2 * inputs["x"], "double is off")
### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
publish.publish(y=double(publish.given()["x"]))
### END HIDDEN TESTS"""
PRINTS = "def double(x):\n    print('given', x)\n    return 2 * x"
REPLAYS = "def double(x):\n    return float(open('answers.txt').read()) if x % 1 else 2 * x"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    return make_course(root, more_cells=[graded_cell("test_fresh", CHECK)])


def asked(grader, student, files):
    """What the trusted check of a right answer asked."""
    result = grader.grade(student, files)
    assert (result.status, result.scores["test_fresh"]) == (GRADED, 2)
    cells = nbformat.reads(result.notebook, 4).cells
    return next(o.text for o in cells[-1].outputs if "text" in o).split()[-1]


def test_inputs_are_new_for_each_hand_in_and_the_same_when_it_is_graded_again(grader, bundle):
    files = files_of(with_answers(bundle.student_version, {"double": PRINTS}))
    first = asked(grader, "ada", files)
    friends, beside = asked(grader, "bob", files), asked(grader, "ada", {**files, "a.txt": b""})
    answers = str(2 * float(first)).encode()
    replay = files_of(with_answers(bundle.student_version, {"double": REPLAYS}))
    result = grader.grade("ada", {**replay, "answers.txt": answers})
    assert result.scores["test_fresh"] == 0
    with Grader(bundle, ORDINARY) as another:
        assert asked(another, "ada", files) == first
    with Grader(replace(bundle, secret=bytes(32)), ORDINARY) as another:
        elsewhere = asked(another, "ada", files)
    assert len({first, friends, beside, elsewhere}) == 4
