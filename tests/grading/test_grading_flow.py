"""Grading a small class as the command does: who gets which score, and what is never lost."""

import csv
import json
from datetime import datetime

import doubling
import nbformat
import pytest
from doubling import ANSWERS, NAME, NOTES, SCORES, hand_ins, make_course
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from cnncourse.errors import CourseError
from cnncourse.grading import pipeline as grading
from cnncourse.grading.notebooks.edits import submit, with_answers, with_framework
from cnncourse.grading.pipeline import Settings, grade
from cnncourse.grading.reports.outputs import write_outputs
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK
from cnncourse.grading.sandbox import KernelSettings
from cnncourse.grading.workers import version
from cnncourse.grading.workers.bundle import make_bundle

SETTINGS = Settings(KernelSettings(jobs=1))


def put(root, student, files):
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course whose submissions have been graded."""
    root = tmp_path_factory.mktemp("course")
    released = make_bundle(make_course(root), NAME).student_version
    for student, files in hand_ins(released).items():
        put(root, student, files)
    put(root, "right", {"timestamp.txt": b"2026-01-31 12:00:00 UTC"})
    return root


@pytest.fixture(scope="module")
def graded(root):
    with pytest.warns(UserWarning, match="can forge the points of test_double: give them"):
        graded = grade(NAME, root, settings=SETTINGS)
    list(write_outputs(graded, similarity=True))
    return graded


@pytest.fixture(scope="module")
def results(graded):
    return {result.student: result for result in graded}


def test_scores_and_what_needs_a_look(results):
    fine = {name: r for name, r in results.items() if r.status == GRADED}
    assert {name: r.score + r.bonus_score for name, r in fine.items()} == SCORES
    troubled = {name: r.note for name, r in results.items() if r.status == NEEDS_A_LOOK}
    assert troubled == NOTES


def test_gradebook_has_the_scores_and_no_silent_zero(results, root):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        rows = {s.student.id: s for s in gradebook.assignment_submissions(NAME)}
        assert rows.keys() == results.keys()
        assert rows["right"].score == 3
        assert rows["right"].timestamp == datetime(2026, 1, 31, 12)
        assert not rows["right"].needs_manual_grade
        assert rows["crash"].needs_manual_grade


def test_files_and_tables(results, root):
    assert (root / "autograded" / "right" / NAME / f"{NAME}.ipynb").is_file()
    page = (root / "feedback" / "wrong" / NAME / f"{NAME}.html").read_text()
    assert "halves too" in page
    assert "double(0.5)" not in page and "double</span><span" in page
    assert not (root / "feedback" / "crash").exists()
    with open(root / "grades" / f"{NAME}.csv", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows.keys() == results.keys()
    assert float(rows["right"]["score"]) == 2
    assert rows["crash"]["score"] == rows["crash"]["test_double"] == ""
    assert "crash" in (root / "grades" / f"{NAME}.html").read_text()


def test_what_is_graded_is_not_run_again_unless_it_changes(results, root, monkeypatch):
    asked = []

    def record(course, bundle, todo, *_):
        asked.append([submission.student for submission in todo])

    monkeypatch.setattr(grading, "_grade", record)
    assert {r.student for r in grade(NAME, root, settings=SETTINGS)} == results.keys()
    assert asked == []
    path = root / "submitted" / "wrong" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    try:
        nbformat.write(with_answers(notebook, {"double": ANSWERS["right"]}), path)
        grade(NAME, root, settings=SETTINGS)
        grade(NAME, root, settings=SETTINGS, again=True)
    finally:
        path.write_bytes(before)
    assert asked == [["wrong"], sorted(results)]


def test_a_hand_in_that_is_refused_is_told_and_never_lost(results, root, tmp_path):
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / f"{NAME}.ipynb").write_bytes(b"")
    graded = grade(NAME, root, hand_ins=[tmp_path], settings=SETTINGS)
    (remark,) = graded.remarks
    assert remark.student == "eve" and "efused" in remark.note
    by_student = {result.student: result for result in graded}
    assert by_student["eve"].status == NEEDS_A_LOOK
    assert by_student["eve"].scores == {}
    # Later runs know it still, and a sound one takes its place.
    assert "eve" in {result.student for result in grade(NAME, root, settings=SETTINGS)}


@pytest.mark.parametrize(
    ("solution", "says"),
    [
        (
            doubling.SOLUTION.replace("return 2", "import no_such_package\n    return 2"),
            r"Not grading: .* solution .*test_double scored 0.0 instead of 2, .*first error is "
            r"ModuleNotFoundError in cell test_double: No module named 'no_such_package'$",
        ),
        (
            doubling.SOLUTION + "\n\n\ndef double(x):\n    return 2 * x",
            r"Not grading: .* blank notebook .*test_double scored 2.0 instead of 0",
        ),
    ],
)
def test_preflight_refuses(tmp_path, monkeypatch, solution, says):
    monkeypatch.setattr(doubling, "SOLUTION", solution)
    course = make_course(tmp_path)
    submit(make_bundle(course, NAME).student_version, tmp_path, "blank", NAME)
    with pytest.raises(CourseError, match=says):
        grade(NAME, tmp_path, settings=SETTINGS)
    assert not (tmp_path / "autograded").exists()


def test_preflight_that_fails_names_packages_that_were_others_before(tmp_path, monkeypatch):
    course = make_course(tmp_path)
    submit(make_bundle(course, NAME).student_version, tmp_path, "blank", NAME)
    grade(NAME, tmp_path, settings=SETTINGS)
    record = tmp_path / ".grading" / f"{NAME}.json"
    stored = json.loads(record.read_text())
    assert stored["packages"] == version.installed()
    stored["packages"]["numpy"] = "1.0"
    record.write_text(json.dumps(stored))
    path = tmp_path / "solutions" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("return 2 * x", "return 3 * x"))
    with pytest.raises(CourseError, match=r"When it last did, and now, there are numpy 1\.0 and"):
        grade(NAME, tmp_path, settings=SETTINGS)


def test_kernels_that_start_cold_are_told(tmp_path):
    make_course(tmp_path)
    with (
        pytest.warns(UserWarning, match="Without the sandbox every kernel starts cold"),
        pytest.raises(CourseError, match="Nothing to grade"),
    ):
        grade(NAME, tmp_path, settings=Settings(KernelSettings(sandboxed=False)))


def test_preflight_holds_known_answers_to_what_they_say(tmp_path):
    course = make_course(tmp_path)
    known = tmp_path / "solutions" / NAME / "known_answers" / "wrong_claim.py"
    known.parent.mkdir()
    known.write_text("# loses: nothing\n\n# %% double\ndef double(x):\n    return int(2 * x)\n")
    submit(make_bundle(course, NAME).student_version, tmp_path, "blank", NAME)
    with pytest.raises(CourseError, match=r"wrong_claim .*test_more scored 0.0 instead of 1"):
        grade(NAME, tmp_path, settings=SETTINGS)


def test_nothing_to_grade_says_where_notebooks_go(tmp_path):
    make_course(tmp_path)
    with pytest.raises(CourseError, match="put each notebook at submitted/<student>/doubling/"):
        grade(NAME, tmp_path)


@pytest.mark.parametrize(
    "settings", [Settings(cluster="tcp://127.0.0.1:9"), Settings(KernelSettings(sandboxed=False))]
)
def test_no_server_of_kernels_where_none_is_used(tmp_path, monkeypatch, settings):
    make_course(tmp_path)
    monkeypatch.setattr(grading, "kernel_server", lambda *_, **__: pytest.fail("a server"))
    with pytest.raises(CourseError, match="Nothing to grade"):
        grade(NAME, tmp_path, settings=settings)


def test_no_server_of_kernels_where_there_is_nothing_to_grade(results, root, monkeypatch):
    monkeypatch.setattr(grading, "kernel_server", lambda *_, **__: pytest.fail("a server"))
    assert {result.student for result in grade(NAME, root, settings=SETTINGS)} >= results.keys()


def test_kernels_have_imported_what_the_class_picks_and_nothing_of_another_framework(
    tmp_path, monkeypatch
):
    branches = "if FRAMEWORK == 'pytorch':\n    import torch\nelse:\n    import keras"
    choice = [new_code_cell('FRAMEWORK = "pytorch"'), new_code_cell(branches)]
    released = make_bundle(make_course(tmp_path, more_cells=choice), NAME).student_version
    asked = []

    def stop(preload, *_):
        asked.append({name for name in preload if "pytorch" in name or "tensorflow" in name})
        raise CourseError("That is all.")

    monkeypatch.setattr(grading, "kernel_server", stop)
    for framework in ("tensorflow", "pytorch"):
        submit(with_framework(released, framework), tmp_path, framework, NAME)
        with pytest.raises(CourseError, match="all"):
            grade(NAME, tmp_path, settings=SETTINGS)
    kits = [f"cnncourse.grading.testkit.{name}" for name in ("tensorflow", "pytorch")]
    assert asked == [{kits[0]}, set(kits)]


def test_a_machine_without_a_sandbox_says_so_before_hand_ins_are_taken(tmp_path, monkeypatch):
    course = make_course(tmp_path / "course")
    submit(make_bundle(course, NAME).student_version, tmp_path / "zip", "ada", NAME)

    def missing():
        raise CourseError("No bubblewrap.")

    monkeypatch.setattr(grading, "require_sandbox", missing)
    with pytest.raises(CourseError, match="No bubblewrap"):
        grade(NAME, course.root, hand_ins=[tmp_path / "zip" / "submitted"], settings=SETTINGS)
    assert not (course.root / "submitted").exists()


def test_unknown_assignment_lists_those_there_are(tmp_path):
    make_course(tmp_path)
    with pytest.raises(CourseError, match=r"No assignment 'halving' .*: choose one of doubling\."):
        grade("halving", tmp_path)


def test_no_course_here(tmp_path):
    with pytest.raises(CourseError, match=r"No nbgrader_config\.py in "):
        grade(NAME, tmp_path)


def test_another_gradebook_gets_what_is_graded_already(results, root, tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "_grade", lambda *_: pytest.fail("ran a notebook again"))
    url = f"sqlite:///{tmp_path / 'other.db'}"
    grade(NAME, root, settings=Settings(SETTINGS.kernels, db_url=url))
    with Gradebook(url) as gradebook:
        rows = {s.student.id: s.score for s in gradebook.assignment_submissions(NAME)}
    assert rows["right"] == 3 and rows.keys() >= SCORES.keys()
