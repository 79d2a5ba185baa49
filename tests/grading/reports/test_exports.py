"""Tables of the scores: no score is empty and not 0, nobody is left out, and no cell computes."""

import csv
import gc
import os
import shutil
import sys
import weakref
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from cnncourse.errors import CourseError
from cnncourse.grading.gradebook.manual_grades import with_manual_grades
from cnncourse.grading.intake.csv_cells import plain
from cnncourse.grading.reports.exports import (
    write_csv,
    write_nbgrader_csv,
    write_table,
)
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result

POINTS = {"test_a": 2.0, "essay": 4.0}


def result(student, status=GRADED, note="", **scores):
    return Result(student, status, scores, POINTS, note=note)


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_own_table_has_a_row_per_student(tmp_path):
    path = tmp_path / "grades" / "losses.csv"
    results = [
        Result("early", NEEDS_A_LOOK, {}, {}, note="No notebook."),
        result("ada", test_a=2.0, essay=0.0),
        result("bob", TO_READ, test_a=1.0),
        result("cy", NEEDS_A_LOOK, "Out of memory."),
    ]
    write_csv(iter(results), path)
    early, ada, bob, cy = rows_of(path)
    assert ada == {
        "student": "ada",
        "status": "graded",
        "score": "2.0",
        "max_score": "6.0",
        "bonus": "0",
        "test_a": "2.0",
        "essay": "0.0",
        "note": "",
    }
    assert (bob["score"], bob["essay"]) == ("1.0", "")
    assert (cy["score"], cy["test_a"], cy["note"]) == ("", "", "Out of memory.")
    assert (early["max_score"], early["note"]) == ("", "No notebook.")


def test_own_table_loses_no_score_of_another_version(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("as before")
    other = Result("bob", GRADED, {"test_new": 1.0}, {"test_new": 1.0})
    with pytest.raises(CourseError, match=r"bob has scores for test_new, .* Grade all of it again"):
        write_csv([result("ada", test_a=1.0, essay=1.0), other], path)
    assert path.read_text() == "as before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.fixture
def quick_collections():
    """Leave out what is there already, which takes seconds where both frameworks are loaded."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("quick_collections")
def test_own_table_keeps_no_results(tmp_path):
    seen, alive = [], []

    def results():
        for number in range(50):
            gc.collect()
            alive.append(sum(ref() is not None for ref in seen))
            made = result(f"s{number}", test_a=1.0, essay=1.0)
            seen.append(weakref.ref(made))
            yield made
            del made

    write_csv(results(), tmp_path / "a.csv")
    assert len(alive) == 50 and max(alive) <= 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(tmp_path, start):
    name = f'{start}HYPERLINK("http://evil","x")'
    write_csv([result(name, note=name, test_a=1.0, essay=1.0)], tmp_path / "a.csv")
    write_table(tmp_path / "b.csv", ["first", "share"], [(name, -0.5)])
    (own,), (table,) = rows_of(tmp_path / "a.csv"), rows_of(tmp_path / "b.csv")
    assert own["student"] == own["note"] == table["first"] == f"'{name}"
    assert table["share"] == "-0.5"
    assert plain(-1) == -1 and plain(None) is None


@pytest.fixture
def db_url(made_gradebook, tmp_path):
    """A gradebook of the test's own."""
    shutil.copy(made_gradebook, tmp_path / "gradebook.db")
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


@pytest.fixture(scope="module")
def made_gradebook(tmp_path_factory):
    """A gradebook with a graded, an unread, a crashed and a missing submission."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    # The gradebook is made by a bare `alembic`.
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", folders)
        gradebook = Gradebook(f"sqlite:///{path}")
    with gradebook:
        for name in ("losses", "other"):
            gradebook.add_assignment(name)
            gradebook.add_notebook("n", name)
            for cell, points in POINTS.items():
                gradebook.add_grade_cell(cell, "n", name, max_score=points, cell_type="code")
        names = {"last_name": 'Lovelace, "Ada"', "first_name": "=1+1", "email": "ada@x"}
        gradebook.add_student("ada", **names)
        for student in ("bob", "crash", "missing"):
            gradebook.add_student(student)
        for student, scores in {
            "ada": {"test_a": 2.0, "essay": 3.0},
            "bob": {"test_a": 1.0},
            "crash": {},
        }.items():
            submission = gradebook.add_submission("losses", student)
            for grade in submission.notebooks[0].grades:
                grade.auto_score = scores.get(grade.name)
                grade.needs_manual_grade = grade.name not in scores
        gradebook.db.commit()
    return path


def test_nbgrader_table_is_empty_where_nobody_has_graded(db_url, tmp_path):
    path = tmp_path / "grades" / "nbgrader.csv"
    assert write_nbgrader_csv(db_url, "losses", path) == ["bob", "crash"]
    rows = {row["student_id"]: row for row in rows_of(path)}
    assert {row["assignment"] for row in rows.values()} == {"losses"}
    assert [rows[s]["score"] for s in ("ada", "bob", "crash")] == ["5.0", "", ""]
    assert [rows[s]["raw_score"] for s in ("ada", "bob", "crash")] == ["5.0", "", ""]
    assert {row["max_score"] for row in rows.values()} == {"6.0"}
    assert (rows["missing"]["score"], rows["missing"]["timestamp"]) == ("0.0", "")  # as nbgrader
    assert [p.name for p in path.parent.iterdir()] == ["nbgrader.csv"]


def test_nbgrader_table_keeps_odd_names_in_their_columns(db_url, tmp_path):
    write_nbgrader_csv(db_url, "losses", tmp_path / "a.csv")
    (ada,) = [row for row in rows_of(tmp_path / "a.csv") if row["student_id"] == "ada"]
    assert (ada["last_name"], ada["first_name"]) == ('Lovelace, "Ada"', "'=1+1")
    assert ada["email"] == "ada@x"


def test_manual_grades_settle_what_waited(db_url):
    waiting = [
        result("ada", test_a=2.0, essay=3.0),
        result("bob", TO_READ, test_a=1.0),
        result("crash", NEEDS_A_LOOK, "Out of memory."),
        result("unknown", NEEDS_A_LOOK, "No notebook."),
    ]
    assert list(with_manual_grades(waiting, db_url, "losses")) == waiting
    with Gradebook(db_url) as gradebook:
        for student in ("bob", "crash"):
            for grade in gradebook.find_submission("losses", student).notebooks[0].grades:
                if grade.name == "essay" or student == "crash":
                    grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    ada, bob, crash, unknown = with_manual_grades(waiting, db_url, "losses")
    assert (ada, unknown) == (waiting[0], waiting[3])
    assert (bob.status, bob.scores) == (GRADED, {"test_a": 1.0, "essay": 1.5})
    assert (crash.status, crash.score, crash.note) == (GRADED, 3.0, "")
