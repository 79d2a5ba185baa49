"""The mini-exercise scores right and wrong answers as it should, in both frameworks."""

import subprocess
import sys

import nbformat
import pytest
from corpus import ROOT, SHORT, build, grade_submissions, make_course, without_looks

from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.workers.known_answers import FOLDER, pack, read_known
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ
from cnncourse.grading.notebooks.edits import answers_of, submit

NAME = "mini_exercise"
BY_HAND = {"reflection"}
ANSWERS = ROOT / "tests" / "exercises" / NAME
ENTRIES = read_known(ANSWERS) + read_known(ROOT / "solutions" / NAME / FOLDER)
TOO_SLOW = read_known(ANSWERS / "too_slow")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which the student version has been generated."""
    return make_course(tmp_path_factory.mktemp("course"), NAME)


@pytest.fixture(scope="module")
def graded(course):
    """Result of every submission by its name, and the submission of every entry."""
    solution, released = course.source(NAME), course.released(NAME)
    submissions, place = {}, {}
    for framework in FRAMEWORKS:
        submissions[f"full_{framework}"] = build(released, solution, framework)
        submissions[f"blank_{framework}"] = build(released, released, framework)
    for framework in FRAMEWORKS:
        entries = [entry for entry in ENTRIES if entry.framework == framework]
        for number, packed in enumerate(pack(entries)):
            name = f"{framework}_{number}"
            submissions[name] = build(released, solution, framework, packed)
            place |= {(entry.name, framework): (name, packed) for entry in packed}
    return grade_submissions(course, NAME, submissions), place


def lost(result):
    """The autograded cells that do not have all of their points."""
    cells = result.points.keys() - BY_HAND
    return {cell for cell in cells if result.scores[cell] != result.points[cell]}


def test_student_version_is_what_nbgrader_generates(course):
    made = (course.root / "exercises" / NAME / f"{NAME}.ipynb").read_bytes()
    kept = (ROOT / "exercises" / NAME / f"{NAME}.ipynb").read_bytes()
    assert kept == made, f"Run `nbgrader generate_assignment {NAME} --force` after a change."


def test_student_version_has_no_solution_and_no_hidden_test(course):
    text = "\n".join(cell.source for cell in course.released(NAME).cells)
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "TRUSTED CHECK", "A full answer"):
        assert mark in "\n".join(cell.source for cell in course.source(NAME).cells)
        assert mark not in text


def test_source_is_stored_without_outputs_and_as_nbformat_writes_it(course):
    path = ROOT / "solutions" / NAME / f"{NAME}.ipynb"
    notebook = course.source(NAME)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert cell.id == cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}


def test_points_add_up_to_what_the_student_is_told(course):
    cells = [cell for cell in course.source(NAME).cells if "points" in str(cell.metadata)]
    bonus = sum(c.metadata.nbgrader.points for c in cells if "bonus" in c.metadata.get("tags", ()))
    total = sum(c.metadata.nbgrader.points for c in cells) - bonus
    title = course.released(NAME).cells[0].source
    assert f"There are {total} points, and {bonus} bonus points." in title


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_solution_scores_full_marks(graded, course, framework):
    result = graded[0][f"full_{framework}"]
    assert result.status == TO_READ, result.note
    assert lost(result) == set()


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_blank_scores_zero_on_every_cell(graded, framework):
    result = graded[0][f"blank_{framework}"]
    assert result.status == GRADED, result.note
    assert result.scores == dict.fromkeys(result.points, 0)


@pytest.mark.parametrize(
    "entry", ENTRIES, ids=[f"{entry.name}-{entry.framework}" for entry in ENTRIES]
)
def test_answer_loses_exactly_the_points_of_its_part(graded, entry):
    results, place = graded
    name, packed = place[entry.name, entry.framework]
    result = results[name]
    assert result.status == TO_READ, result.note
    own = {f"test_{cell}" for cell in entry.cells}
    others = {test for other in packed if other is not entry for test in other.loses}
    assert lost(result) & own == entry.loses
    assert lost(result) - own == others, f"packed with {[other.name for other in packed]}"


def test_answer_that_is_too_slow_loses_its_part_alone(course, tmp_path):
    released, solution = course.released(NAME), course.source(NAME)
    slow = {entry.name: entry for entry in TOO_SLOW}
    submissions = {
        name: build(released, solution, entry.framework, [entry]) for name, entry in slow.items()
    }
    called = frozenset().union(*(entry.cells for entry in TOO_SLOW))
    results = grade_submissions(make_course(tmp_path, NAME, called), NAME, submissions)
    assert slow and results.keys() == slow.keys()
    for name, result in results.items():
        assert result.status == NEEDS_A_LOOK
        assert f"ran for more than {SHORT} seconds" in result.note
        assert lost(result) == slow[name].loses


def test_corpus_is_large_and_has_wrong_answers_to_every_part(course):
    tests = {f"test_{cell}" for cell in answers_of(course.source(NAME))} - {"test_reflection"}
    for framework in FRAMEWORKS:
        entries = [entry for entry in ENTRIES if entry.framework == framework]
        wrong = [entry for entry in entries if entry.loses]
        assert set().union(*(entry.loses for entry in wrong)) == tests
        assert len(wrong) >= 30 and len(entries) - len(wrong) >= 10


@pytest.mark.parametrize(
    ("kind", "says"),
    [("blank", "VALIDATION FAILED ON 17 CELL(S)"), ("full", "Success!")],
)
def test_validate_tells_the_student(course, tmp_path, kind, says):
    solution = course.source(NAME) if kind == "full" else course.released(NAME)
    notebook = without_looks(build(course.released(NAME), solution, "pytorch"))
    path = submit(notebook, tmp_path, "student", NAME)
    command = [sys.executable, "-m", "nbgrader", "validate", str(path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert says in run.stdout, run.stdout + run.stderr
