"""Hand-ins of all kinds: each ends in its student's folder, or with a note that says why not."""

import csv
import stat
import zipfile

import made_handins
import nbformat
import pytest
import scaling_course
from made_handins import NAME, answer, by_student, folder_of, from_zip, text_of, zip_of

from cnncourse.errors import CourseError
from cnncourse.grading.intake import placing
from cnncourse.grading.intake.archives import Caps
from cnncourse.grading.intake.taking_in import take_in
from cnncourse.grading.notebooks.edits import with_answers


@pytest.fixture
def course(tmp_path):
    return made_handins.released_course(tmp_path / "course")


def test_files_that_came_along(course):
    files = {
        "ada/work/x.ipynb": answer(course),
        "ada/work/__init__.py": b"",
        "ada/work/my data/a b.csv": b"1",
        "ada/readme.txt": b"hello",
        "ada/work/.ipynb_checkpoints/x-checkpoint.ipynb": b"{}",
        "ada/work/._x.ipynb": b"fork",
        "ada/.git/config": b"",
        "ada/work/timestamp.txt": b"1970-01-01",
        "bo/x.ipynb": answer(course),
    }
    ada, _ = take_in(folder_of(course, files), course, NAME)
    assert ada.note == ""
    assert placing._files_in(ada.folder) == {
        f"{NAME}.ipynb": files["ada/work/x.ipynb"],
        "__init__.py": b"",
        "my data/a b.csv": b"1",
        "readme.txt": b"hello",
    }


def test_only_the_assignments_own_folder_counts(course):
    files = {
        f"ada/{NAME}/{NAME}.ipynb": answer(course, "this"),
        "ada/adam/adam.ipynb": answer(course, "other"),
        "ada/adam/data.csv": b"1",
    }
    [hand_in] = take_in(folder_of(course, files), course, NAME)
    assert text_of(hand_in) == "this" and not hand_in.note
    assert len(list(hand_in.folder.iterdir())) == 1


def test_a_students_own_zip_is_unpacked_once(course):
    inner = zip_of({"work/x.ipynb": answer(course, "inside"), "work/helper.py": b"x = 1"})
    outer = {
        "ada_1_2_mine.zip": inner,
        "bo_3_4_mine.zip": zip_of({"again.zip": inner}),
        "__MACOSX/._ada_1_2_mine.zip": b"fork",
    }
    got = by_student(from_zip(course, outer))
    assert text_of(got["ada_1"]) == "inside"
    assert (got["ada_1"].folder / "helper.py").read_bytes() == b"x = 1"
    assert got["bo_3"].folder is None
    assert "'again.zip', a zip in a zip, was left out" in got["bo_3"].note


def test_many_refused_and_the_batch_goes_on(course):
    good = answer(course)
    link = zipfile.ZipInfo("x.ipynb")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    locked = bytearray(zip_of({"x.ipynb": good}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    refused = {
        "cut/x.ipynb": (good[:-50], "is cut off or damaged"),
        "empty/x.ipynb": (b"", "is empty"),
        "blanks/x.ipynb": (b" \n\0", "is empty"),
        "page/x.ipynb": (b"<!DOCTYPE html>", "is no notebook"),
        "binary/x.ipynb": (bytes(range(256)) * 9, "is no"),
        "number/x.ipynb": (b"42", "is no notebook"),
        "nocells/x.ipynb": (b'{"nbformat": 4, "cells": []}', "has no cells"),
        "deep/x.ipynb": (b"[" * 100_000, "is no notebook"),
        "deeper/x.ipynb": (b'{"cells": ' + b"[" * 100_000, "is cut off or damaged"),
        "future/x.ipynb": (good.replace(b'"nbformat": 4', b'"nbformat": 7'), "nbformat 7"),
        "other/x.ipynb": (
            nbformat.writes(
                nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
            ).encode(),
            f"has hardly a cell of {NAME}",
        ),
        "paper/x.pdf": (b"%PDF", "no notebook among what was handed in: 'x.pdf'"),
        "slip/x.zip": (zip_of({"../../x.ipynb": good}), "leaves its folder"),
        "link/x.zip": (zip_of({link: b"/etc/passwd"}), "is a link"),
        "lock/x.zip": (bytes(locked), "is encrypted"),
        "bomb/x.zip": (zip_of({"x.ipynb": bytes(40_000_000)}), "grows more than 200 times"),
        "many/x.zip": (zip_of({f"{n}.txt": b"" for n in range(2000)}), "more than 1000 files"),
        "rot/x.zip": (zip_of({"x.ipynb": good})[:-30], "the zip is damaged"),
    }
    files = {name: content for name, (content, _) in refused.items()}
    files |= {"ada/x.ipynb": good, "zoe/x.ipynb": good}
    got = by_student(take_in(folder_of(course, files), course, NAME))
    assert got.keys() == {name.split("/")[0] for name in files}
    for name, (_, said) in refused.items():
        student = name.split("/")[0]
        assert got[student].folder is None and not (course.root / "submitted" / student).exists()
        assert said in got[student].note and got[student].note.startswith("Refused: "), student
        assert "\n" not in got[student].note
    assert all(got[name].folder.is_dir() and not got[name].note for name in ("ada", "zoe"))
    assert course.submissions(NAME).keys() == {"ada", "zoe"}


def test_tricks_in_the_outer_zip_hurt_nobody_else(course):
    good = answer(course)
    files = {
        "spring/ada/x.ipynb": good,
        "spring/bo/x.ipynb": good,
        "../../spring/ada/x.ipynb": b"{}",
        "/etc/cron.d/x.ipynb": b"{}",
    }
    hand_ins = from_zip(course, files)
    assert {h.student for h in hand_ins if h.folder} == {"ada", "bo"}
    assert sum("leaves its folder" in h.note for h in hand_ins) == len(hand_ins) - 2 == 2


def test_links_in_a_folder_are_refused(course):
    root = folder_of(course, {"ada/x.ipynb": answer(course), "bo/x.ipynb": answer(course)})
    (root / "bo" / "points").symlink_to(course.root / "nbgrader_config.py")
    got = by_student(take_in(root, course, NAME))
    assert got["ada"].folder
    assert (got["bo"].folder, got["bo"].note) == (None, "Refused: 'points' is a link.")


def test_a_large_file_is_left_out_and_a_large_notebook_refused(course):
    files = {
        "ada/x.ipynb": answer(course),
        "ada/weights.bin": bytes(60_000),
        "bo/x.ipynb": b" " * 60_000 + answer(course),
    }
    caps = Caps(file_bytes=50_000)
    got = by_student(take_in(folder_of(course, files), course, NAME, caps=caps))
    assert got["ada"].folder and len(list(got["ada"].folder.iterdir())) == 1
    assert got["ada"].note == "'weights.bin' is larger than 0.05 MB: left out."
    assert (got["bo"].folder, got["bo"].note) == (
        None,
        "Refused: 'x.ipynb' is larger than 0.05 MB.",
    )


@pytest.mark.parametrize("name", [f"{NAME}.ipynb", f"{NAME} (1).ipynb", f"{NAME}/x.ipynb"])
def test_a_file_that_names_no_student(course, name):
    files = {name: answer(course), "ada.ipynb": answer(course)}
    nobody, ada = sorted(
        take_in(folder_of(course, files), course, NAME), key=lambda h: bool(h.folder)
    )
    assert ada.student == "ada" and nobody.folder is None
    assert "does not say which student" in nobody.note


def test_students_get_ids_that_the_table_keeps(course):
    first = from_zip(course, {"Ada/x.ipynb": answer(course), "ada/x.ipynb": answer(course)})
    again = from_zip(course, {"ada/x.ipynb": answer(course), "Zoe/x.ipynb": answer(course)})
    with open(course.root / "submitted" / "students.csv", newline="", encoding="utf-8") as file:
        table = {row["original"]: row["student"] for row in csv.DictReader(file)}
    assert table.keys() == {"Ada", "ada", "Zoe"}
    assert len({student.casefold() for student in table.values()}) == 3
    assert {h.student for h in first} == {table["Ada"], table["ada"]}
    assert {h.student for h in again} == {table["ada"], table["Zoe"]}


def test_before_the_student_version_is_made(course):
    (course.root / "exercises" / NAME / f"{NAME}.ipynb").rename(course.root / "kept.ipynb")
    blank = nbformat.read(course.root / "kept.ipynb", nbformat.NO_CONVERT)
    data = nbformat.writes(with_answers(blank, scaling_course.RIGHT)).encode()
    got = by_student(take_in(folder_of(course, {"ada.ipynb": data, "b.ipynb": b"1"}), course, NAME))
    assert got["ada"].folder and not got["b"].folder


@pytest.mark.parametrize("what", ["nowhere.zip", "text.zip", "empty", "course/submitted"])
def test_a_source_that_is_none(course, what):
    path = course.root.parent / what
    if what == "text.zip":
        path.write_text("no zip")
    elif what != "nowhere.zip":
        path.mkdir()
    with pytest.raises(
        CourseError, match=r"neither a folder nor a zip|has no files|name the folder"
    ):
        take_in(path, course, NAME)
