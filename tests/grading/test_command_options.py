"""The options of `cnncourse grade`, given to the real command."""

import csv
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from doubling import ANSWERS, NAME, make_course
from nbgrader.api import Gradebook

from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.notebooks.edits import with_answers
from cnncourse.grading.pipeline import ledger_path
from cnncourse.grading.workers.bundle import make_bundle

CANVAS = f"""\
Student,ID,SIS User ID,SIS Login ID,Section,{NAME}
    Points Possible,,,,,2
"Lovelace, Ada",12345,u1,ada,Mon,
"Turing, Alan",12346,u2,alan,Mon,
"""
# As Canvas names the files of a class: name, number of the student, of the file, and its name.
HAND_INS = {
    f"lovelaceada_12345_901_{NAME}.ipynb": ANSWERS["right"],
    f"turingalan_12346_902_{NAME}-1.ipynb": ANSWERS["right"],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course's folder, with a zip from Canvas and Canvas's gradebook."""
    root = tmp_path_factory.mktemp("course")
    released = make_bundle(make_course(root), NAME).student_version
    with zipfile.ZipFile(root / "submissions.zip", "w") as archive:
        for name, answer in HAND_INS.items():
            archive.writestr(name, nbformat.writes(with_answers(released, {"double": answer})))
    (root / "canvas.csv").write_text(CANVAS)
    return root


def run(root, *options):
    command = [sys.executable, "-m", "cnncourse.cli", "grade", NAME, *options]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


def recorded(root):
    with Ledger(ledger_path(root, NAME)) as ledger:
        return {result.student: (result.score, result.seconds) for result in ledger.results()}


def test_from_a_zip_to_the_platform(root):
    done = run(root, "--from", "submissions.zip", "--canvas", "canvas.csv", "--similarity")
    assert "2 grades for Canvas" in done.stdout and "similar pairs:" in done.stdout
    with open(root / "grades" / f"{NAME}_canvas.csv", newline="") as file:
        rows = {row["ID"]: row[NAME] for row in csv.DictReader(file)}
    assert [float(rows[number]) for number in ("12345", "12346")] == [3, 3]  # with the bonus
    progress = done.stderr
    assert "grading: 100%" in progress and "2/2" in progress and "notebook/s" in progress
    assert "pre-flight: 100%" in progress


def test_the_pre_flight_of_what_has_not_changed_is_repeated_when_asked_for(root):
    skipped = "pre-flight: 2 of 2 notebooks have scored as they should"
    progress = run(root, "--again").stderr
    assert skipped in progress and "pre-flight:   0%" not in progress
    progress = run(root, "--again", "--preflight").stderr
    assert skipped not in progress and "pre-flight: 100%" in progress


def test_again_cold_with_two_jobs_and_another_gradebook(root):
    before = recorded(root)
    shutil.rmtree(root / "grades")
    run(root, "--again", "--cold", "--jobs", "2", "--db", f"sqlite:///{root}/other.db")
    after = recorded(root)
    assert after.keys() == before.keys()
    for student, (score, seconds) in after.items():
        assert score == before[student][0] == 2
        assert seconds != before[student][1]  # it ran once more
    with Gradebook(f"sqlite:///{root}/other.db") as gradebook:
        assert {s.student.id for s in gradebook.assignment_submissions(NAME)} == after.keys()


def test_without_the_sandbox_the_command_says_what_that_means(root):
    done = run(root, "--again", "--unsafe-no-sandbox")
    assert "Warning: Without the sandbox every kernel starts cold" in done.stderr
    assert {score for score, _ in recorded(root).values()} == {2}


def test_grades_given_by_hand_are_in_the_tables_until_it_is_graded_anew(root):
    run(root)  # as it is usually graded
    student = min(recorded(root))
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grades = gradebook.find_submission(NAME, student).notebooks[0].grades
        (grade,) = [grade for grade in grades if grade.name == "test_double"]
        grade.manual_score = 1.5
        gradebook.db.commit()
    assert "1.5 of 2" in run(root).stdout
    assert table(root)[student] == ("1.5", "graded")
    run(root, "--again")
    # A person gave these points to what was there before, and has to see what is there now.
    assert table(root)[student][1] == "to be read"
    assert [row for who, row in table(root).items() if who != student] == [("2.0", "graded")]


def table(root):
    with open(root / "grades" / f"{NAME}.csv", newline="") as file:
        return {row["student"]: (row["score"], row["status"]) for row in csv.DictReader(file)}
