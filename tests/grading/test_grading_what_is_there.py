"""Which students of submitted/ are graded, which are named, and that none is passed over."""

import errno
import os
import shutil
import sqlite3
import tempfile

import nbformat
import pytest
from doubling import NAME, make_course
from locked_files import locked
from nbgrader.api import Gradebook

from cnncourse.errors import CourseError
from cnncourse.grading import pipeline
from cnncourse.grading.notebooks.edits import BROKEN, CRASHING, submit
from cnncourse.grading.pipeline import Settings, grade
from cnncourse.grading.plugins.disk import FOLDERS
from cnncourse.grading.reports.outputs import write_outputs
from cnncourse.grading.result import NEEDS_A_LOOK
from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.whole_file import draft_of


@pytest.fixture
def asked(monkeypatch):
    """Whom the workers would have got."""
    asked = []

    def record(course, bundle, todo, *_):
        asked.extend(submission.student for submission in todo)

    monkeypatch.setattr(pipeline, "_grade", record)
    return asked


@pytest.fixture
def root(tmp_path):
    """A course with two hand-ins."""
    blank = make_bundle(make_course(tmp_path), NAME).student_version
    for student in ("ada", "bo"):
        submit(blank, tmp_path, student, NAME)
    return tmp_path


def graded(root):
    return grade(NAME, root, settings=Settings(cluster="none"))


def says(stop, text):
    """Whether an error is one line with a text in it."""
    return text in str(stop.value) and "\n" not in str(stop.value)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_where_a_folder_belongs_stops_before_any_work(root, asked, name):
    path = root / name
    shutil.rmtree(path, ignore_errors=True)
    path.write_text("mine")
    with pytest.raises(CourseError) as stop:
        graded(root)
    assert says(stop, f"{path} is no folder, but grading keeps one there: move it away.")
    assert asked == [] and path.read_text() == "mine"


@pytest.mark.parametrize("place", ["course", "temporary"])
def test_a_full_disk_stops_before_any_work(root, asked, monkeypatch, place):
    folder = {"course": str(root), "temporary": tempfile.gettempdir()}[place]
    usage = shutil.disk_usage

    def nearly_full(path):
        there = usage(path)
        return there._replace(free=9_000_000) if str(path) == folder else there

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    with pytest.raises(CourseError) as stop:
        graded(root)
    assert says(stop, f"The disk is full: make room in {folder}, where 9 MB are left, then run")
    assert asked == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "The disk is full: make room"),
        (errno.EROFS, "x cannot be written (Read"),
    ],
)
def test_a_disk_that_takes_nothing_is_told_in_one_line(root, asked, monkeypatch, number, told):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number), "x")

    monkeypatch.setattr(shutil, "copytree", refuse)
    with pytest.raises(CourseError) as stop:
        graded(root)
    assert says(stop, told) and asked == []


def test_an_error_that_is_about_no_file_is_not_hidden(root, monkeypatch):
    def refuse(*_, **__):
        raise ConnectionResetError(errno.ECONNRESET, "reset")

    monkeypatch.setattr(shutil, "copytree", refuse)
    with pytest.raises(ConnectionResetError):
        graded(root)


def test_tables_for_which_there_is_no_room_are_told_in_one_line(root, asked):
    done = graded(root)
    draft = draft_of(root / "grades" / f"{NAME}.csv")
    draft.parent.mkdir()
    draft.symlink_to("/dev/full")
    with pytest.raises(CourseError) as stop:
        list(write_outputs(done))
    assert says(stop, "The disk is full: make room")
    assert list(draft.parent.iterdir()) == []


@pytest.mark.parametrize("kind", ["text", "folder", "release"])
def test_a_gradebook_that_is_none_of_this_release_is_told_in_one_line(root, asked, kind):
    path = root / "gradebook.db"
    if kind == "text":
        path.write_text("ada: 10\n" * 1000)
    elif kind == "folder":
        path.mkdir()
    else:
        with sqlite3.connect(path) as db:
            db.execute("create table alembic_version (version_num varchar(32))")
            db.execute("insert into alembic_version values ('b6d005d67074')")
    with pytest.raises(CourseError) as stop:
        graded(root)
    assert says(stop, f"The gradebook sqlite:///{path} ") and asked == []


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    ("path", "mode"),
    [("", 0o444), (NAME, 0), (f"{NAME}/{NAME}.ipynb", 0)],
)
def test_who_cannot_be_read_needs_a_look_and_the_others_are_graded(root, asked, path, mode, again):
    with locked(root / "submitted" / "ada" / path, mode):
        results = list(grade(NAME, root, again=again, settings=Settings(cluster="none")))
    assert asked == ["bo"]
    [ada] = results
    assert (ada.student, ada.status, ada.scores) == ("ada", NEEDS_A_LOOK, {})
    assert ada.note.startswith("It cannot be read: Permission denied (")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        [row] = gradebook.assignment_submissions(NAME)
        assert row.student.id == "ada" and row.needs_manual_grade
    graded(root)
    assert asked == ["bo", "ada", "bo"], "once it can be read, it is"


def test_a_student_whose_folder_holds_no_hand_in_is_named(root, asked):
    submitted = root / "submitted"
    (submitted / "cy").mkdir()
    (submitted / "di" / "misspelled").mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(), submitted / "di" / f"{NAME}.ipynb")
    (root / "solutions" / "other").mkdir()
    (submitted / "eve" / "other").mkdir(parents=True)
    (submitted / "students.csv").write_text("original,student\n")
    assert {(h.student, h.folder, h.note) for h in graded(root).remarks} == {
        (name, None, f"Nothing to grade: submitted/{name}/ has no folder {NAME}/.")
        for name in ("cy", "di")
    }
    assert asked == ["ada", "bo"]


def test_samples_are_handed_in_and_known_by_their_notebooks(root, asked):
    taken = grade(NAME, root, samples=True, settings=Settings(cluster="none"))
    assert len(taken.samples) == 6 and taken.samples < set(asked)
    paths = {s: root / "submitted" / s / NAME / f"{NAME}.ipynb" for s in taken.samples}
    readable = [nbformat.read(path, 4) for s, path in paths.items() if s != BROKEN]
    assert len({nbformat.writes(notebook) for notebook in readable}) >= 3
    with pytest.raises(nbformat.reader.NotJSONError):
        nbformat.read(paths[BROKEN], 4)
    assert graded(root).samples == taken.samples, "also when they were handed in before"
    blank = (root / "submitted" / "ada" / NAME / f"{NAME}.ipynb").read_bytes()
    paths[CRASHING].write_bytes(blank)
    assert graded(root).samples == taken.samples - {CRASHING}


def test_a_student_with_the_name_of_a_sample_loses_nothing(root, asked):
    blank = nbformat.read(root / "submitted" / "ada" / NAME / f"{NAME}.ipynb", 4)
    path = submit(blank, root, CRASHING, NAME)
    theirs = path.read_bytes()
    taken = grade(NAME, root, samples=True, settings=Settings(cluster="none"))
    [remark] = taken.remarks
    assert remark.student == CRASHING and remark.note.startswith("Replaces an earlier hand-in")
    kept = root / "submitted" / remark.note.split("kept in ")[1].rstrip(".")
    assert (kept / f"{NAME}.ipynb").read_bytes() == theirs
