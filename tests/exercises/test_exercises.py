"""Every exercise scores right and wrong answers as it should, in every framework that it offers."""

import logging
from functools import cache

import nbformat
import pytest
from corpus import (
    EXERCISES_OF,
    KINDS,
    SHORT,
    GradedCorpus,
    bundle_of,
    exercises_in,
    filled,
    grade_submissions,
    own_tests,
    workers_for,
)
from nbgrader import utils
from nbgrader.validator import Validator
from traitlets.config import Config

from cnncourse.grading.notebooks.edits import answers_of, submit, with_answers, with_framework
from cnncourse.grading.notebooks.shown import only_shown, shows_only
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ
from cnncourse.grading.sandbox import kernels

EXERCISES = exercises_in(EXERCISES_OF)
ANSWERS = [(exercise, answer) for exercise in EXERCISES for answer in exercise.tried]
WRONG, RIGHT = 40, 10
"""Answers that there are at least, to an exercise and in a framework."""
SCREEN, WIDTH = 24, 86
"""Lines and characters of a dialog that one reads at once; nbgrader cuts off longer lines."""
RIGHT_TO_A_PART = 12
"""The same for each part whose answer cell is tagged `many-ways`."""


def of(exercises):
    """Give each of the tests an exercise, in turn."""
    return pytest.mark.parametrize("exercise", exercises, ids=lambda e: e.name, indirect=True)


def of_answers(answers):
    """Give each of the tests a known answer and its exercise; those of an exercise together."""
    ids = [f"{exercise.name}-{answer.name}-{answer.framework}" for exercise, answer in answers]
    return pytest.mark.parametrize(("exercise", "answer"), answers, ids=ids, indirect=["exercise"])


@pytest.fixture
def exercise(request):
    return request.param


@pytest.fixture(scope="module")
def workers():
    with workers_for(EXERCISES) as workers:
        yield workers


# Each is made once for all tests of an exercise: pytest would make it anew for every other order.
@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    return cache(lambda exercise: bundle_of(exercise, tmp_path_factory.mktemp(exercise.name)))


@pytest.fixture(scope="module")
def corpora(bundles, workers):
    @cache
    def graded(exercise):
        bundle = bundles(exercise)
        return GradedCorpus(
            exercise, bundle.student_version, lambda them: grade_submissions(bundle, them, workers)
        )

    return graded


@pytest.fixture
def bundle(exercise, bundles):
    return bundles(exercise)


@pytest.fixture
def graded(exercise, corpora):
    return corpora(exercise)


@of(EXERCISES)
def test_student_version_is_what_nbgrader_generates(exercise, bundle):
    path = f"exercises/{exercise.name}/{exercise.name}.ipynb"
    kept = (exercise.root / path).read_bytes()
    assert kept == bundle.read(path), f"Run `nbgrader generate_assignment {exercise.name} --force`."


@of(EXERCISES)
def test_student_version_has_no_solution_and_no_hidden_test(exercise, bundle):
    text = "\n".join(cell.source for cell in bundle.student_version.cells)
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "TRUSTED CHECK"):
        assert mark in "\n".join(cell.source for cell in exercise.source.cells)
        assert mark not in text


@of(EXERCISES)
def test_source_is_stored_without_outputs_and_as_nbformat_writes_it(exercise):
    notebook = exercise.source
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert cell.id == cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
    assert exercise.path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}


@of(EXERCISES)
def test_points_add_up_to_what_the_student_is_told(exercise, bundle):
    cells = [cell for cell in exercise.source.cells if "points" in str(cell.metadata)]
    bonus = sum(c.metadata.nbgrader.points for c in cells if "bonus" in c.metadata.get("tags", ()))
    total = sum(c.metadata.nbgrader.points for c in cells) - bonus
    title = bundle.student_version.cells[0].source
    assert f"There are {total} points, and {bonus} bonus points." in title


@of(EXERCISES)
def test_solution_scores_full_marks(exercise, graded):
    for framework in exercise.frameworks:
        result = graded.results[f"full {framework}"]
        assert result.status == (TO_READ if exercise.is_read else GRADED), result.note
        assert exercise.lost(result) == set(), framework


@of(EXERCISES)
def test_blank_scores_zero_on_every_cell(exercise, graded):
    for framework in exercise.frameworks:
        result = graded.results[f"blank {framework}"]
        assert result.status == GRADED, result.note
        assert result.scores == dict.fromkeys(result.points, 0), framework


@of_answers(ANSWERS)
def test_answer_loses_exactly_the_points_of_its_part(exercise, graded, answer, record_property):
    if answer.loses:
        record_property("wrong answer", [exercise.name, answer.kind or "(not said)"])
    packed = graded.packed_with(answer)
    assert packed.result.status == GRADED, packed.result.note
    lost = exercise.lost(packed.result)
    assert lost & own_tests(answer) == answer.loses
    kept = {test: packed.result.scores[test] for test in answer.loses}
    assert kept == dict.fromkeys(answer.loses, 0) | answer.keeps
    blank = exercise.tests.difference(*map(own_tests, packed.answers))
    others = set().union(*(other.loses for other in packed.answers if other is not answer))
    together = [other.name for other in packed.answers]
    assert lost - own_tests(answer) == blank | others, f"packed with {together}"


@of([exercise for exercise in EXERCISES if exercise.too_slow])
def test_answer_that_is_too_slow_loses_its_part_alone(exercise, workers, tmp_path):
    slow = {answer.name: answer for answer in exercise.too_slow}
    called = frozenset().union(*(answer.cells for answer in slow.values()))
    bundle = bundle_of(exercise, tmp_path, called)
    full = with_answers(bundle.student_version, answers_of(exercise.source))
    submissions = {
        name: with_framework(filled(full, [answer]), answer.framework)
        for name, answer in slow.items()
    }
    results = grade_submissions(bundle, submissions, workers)
    assert results.keys() == slow.keys()
    for name, result in results.items():
        assert result.status == NEEDS_A_LOOK
        assert f"ran for more than {SHORT} seconds" in result.note
        assert exercise.lost(result) == slow[name].loses


@of(EXERCISES)
def test_corpus_is_large_and_has_wrong_answers_to_every_part(exercise):
    many_ways = {
        cell.metadata.nbgrader.grade_id
        for cell in exercise.source.cells
        if "many-ways" in cell.metadata.get("tags", ())
    }
    for framework in exercise.frameworks:
        answers = exercise.answers_in(framework)
        wrong = [answer for answer in answers if answer.loses]
        right = [answer for answer in answers if not answer.loses]
        assert set().union(*(answer.loses for answer in wrong)) == exercise.tests
        assert len(wrong) >= WRONG and len(right) >= RIGHT
        for cell in many_ways:
            assert sum(cell in answer.cells for answer in right) >= RIGHT_TO_A_PART, cell


@of(EXERCISES)
def test_kinds_of_wrong_answers_are_known_ones(exercise):
    assert {answer.kind for answer in exercise.answers} <= {"", *KINDS}


@of(EXERCISES)
def test_validate_tells_the_student_at_a_glance(exercise, bundle, workers, tmp_path):
    blank = bundle.student_version
    notebooks = {"blank": blank, "full": with_answers(blank, answers_of(exercise.source))}
    shown = only_shown(exercise.source)
    found = {}
    with kernels(shared=workers.server.folder) as name:
        validator = Validator(
            log=logging.getLogger("validate"), config=Config({"Execute": {"kernel_name": name}})
        )
        for kind, notebook in notebooks.items():
            # A student runs them, too; they take long, and show only.
            notebook.cells = [cell for cell in notebook.cells if not shows_only(cell, shown)]
            path = submit(notebook, tmp_path, kind, exercise.name)
            found[kind] = validator.validate(str(path))
    assert found["full"] == {}
    assert len(found["blank"]["failed"]) == sum(map(utils.is_grade, exercise.source.cells))
    for failed in found["blank"]["failed"]:
        lines = f"{failed['source']}\n{failed['raw_error']}".splitlines()
        assert len(lines) <= SCREEN and max(map(len, failed["raw_error"].splitlines())) <= WIDTH, lines
