"""An exercise with a choice of frameworks: nobody's way to pick one stops the class."""

import pytest
from doubling import ANSWERS, NAME, files_of, make_course
from nbformat.v4 import new_code_cell

from cnncourse.grading.notebooks.edits import framework_of, with_answers
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK
from cnncourse.grading.workers.preflight import frameworks_of, trials

CHOICE = 'FRAMEWORK = "pytorch"  # or "tensorflow"'


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("course"), more_cells=[new_code_cell(CHOICE)])


def handed_in(bundle, *choice):
    """A right notebook with other cells in place of the one that picks."""
    notebook = with_answers(bundle.student_version, {"double": ANSWERS["right"]})
    notebook.cells[-1:] = map(new_code_cell, choice)
    return files_of(notebook)


def tried(bundle, folder, *choices):
    contents = [handed_in(bundle, choice)[f"{NAME}.ipynb"] for choice in choices]
    frameworks = frameworks_of(bundle.source, [*contents, b"no notebook"])
    return [
        framework_of(trial.notebook)
        for trial in trials(bundle.source, bundle.student_version, folder, frameworks)
    ]


def test_pre_flight_tries_what_the_class_picks(bundle, tmp_path):
    assert tried(bundle, tmp_path, 'FRAMEWORK="tensorflow"') == ["tensorflow"] * 2
    unclear = ["FRAMEWORK = 1", "pass"]
    assert tried(bundle, tmp_path, *unclear) == ["pytorch"] * 2
    both = tried(bundle, tmp_path, 'FRAMEWORK="tensorflow"', *unclear)
    assert both == ["pytorch"] * 2 + ["tensorflow"] * 2


def test_an_exercise_without_a_choice_has_none_whatever_a_student_writes(bundle):
    source = bundle.student_version
    source.cells.pop()
    assert frameworks_of(source, [handed_in(bundle, CHOICE)[f"{NAME}.ipynb"]]) == [None]


@pytest.mark.parametrize("choice", ["FRAMEWORK='tensorflow'", CHOICE])
def test_a_clear_choice_is_graded(grader, bundle, choice):
    result = grader.grade("ada", handed_in(bundle, choice))
    assert (result.status, result.score, result.note) == (GRADED, 2, "")


@pytest.mark.parametrize("choices", [["FRAMEWORK = 'py' + 'torch'"], [CHOICE, 'FRAMEWORK = "jax"']])
def test_an_unclear_one_needs_a_look_and_keeps_its_points(grader, bundle, choices):
    result = grader.grade("ada", handed_in(bundle, *choices))
    assert (result.status, result.score) == (NEEDS_A_LOOK, 2)
    assert result.note.startswith("It is not clear which framework it picks, pytorch or tensorflow")
