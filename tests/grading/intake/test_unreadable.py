"""What an ordinary user cannot read, and folders in which nothing is: named, and nobody else's."""

import made_handins
import pytest
from locked_files import locked
from made_handins import NAME, answer, by_student, folder_of, from_zip, text_of

from cnncourse.errors import CourseError
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.intake.taking_in import take_in


@pytest.fixture
def course(tmp_path):
    return made_handins.released_course(tmp_path / "course")


@pytest.mark.parametrize(
    ("path", "mode"),
    [("ada/x.ipynb", 0), ("ada/data/a.csv", 0), ("ada", 0), ("ada/data", 0), ("ada", 0o444)],
)
def test_what_cannot_be_read_concerns_its_student_alone(course, path, mode):
    files = {"ada/x.ipynb": answer(course), "ada/data/a.csv": b"1", "bo/x.ipynb": answer(course)}
    root = folder_of(course, files)
    with locked(root / path, mode):
        got = by_student(take_in(root, course, NAME))
    assert got.keys() == {"ada", "bo"}
    assert got["bo"].folder and not got["bo"].note
    assert got["ada"].folder is None
    assert got["ada"].note.startswith("Refused: ")
    assert "cannot be read (Permission denied)" in got["ada"].note


def test_a_source_that_cannot_be_read_is_refused(course):
    root = folder_of(course, {"ada/x.ipynb": answer(course)})
    with locked(root), pytest.raises(CourseError, match="collected cannot be read"):
        take_in(root, course, NAME)


def test_a_place_that_cannot_be_written_concerns_its_student_alone(course):
    files = {"ada/x.ipynb": answer(course, "first"), "bo/x.ipynb": answer(course)}
    from_zip(course, files)
    with locked(course.root / "submitted" / "ada", 0o555):
        got = by_student(from_zip(course, {name: answer(course, "second") for name in files}))
    assert got["ada"].folder is None
    assert "Refused:" in got["ada"].note and "cannot be used (Permission denied)" in got["ada"].note
    assert text_of(got["bo"]) == "second"
    [again] = from_zip(course, {"ada/x.ipynb": answer(course, "second")})
    assert text_of(again) == "second"


def test_a_table_of_students_that_cannot_be_written_stops_before_any_work(course):
    submitted = course.root / "submitted"
    submitted.mkdir()
    with locked(submitted, 0o555), pytest.raises(CourseError, match=r"students\.csv cannot be wri"):
        from_zip(course, {"ada/x.ipynb": answer(course)})
    assert not list(submitted.iterdir())


@pytest.mark.parametrize(("path", "mode"), [("a.ipynb", 0), ("data", 0), (".", 0), (".", 0o444)])
def test_a_submission_that_cannot_be_read_says_so(tmp_path, path, mode):
    (tmp_path / "ada" / "data").mkdir(parents=True)
    (tmp_path / "ada" / "a.ipynb").write_text("{}")
    submission = Submission.of_folder("ada", tmp_path / "ada")
    with locked(tmp_path / "ada" / path, mode), pytest.raises(PermissionError):
        submission.files()
    assert submission.files() == {"a.ipynb": b"{}"}


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("around", ["", "spring/"], ids=["bare", "in a folder"])
def test_an_empty_folder_of_a_student_is_named(course, packed, around):
    names = ["ada", "bo/sub/deep", f"cy/{NAME}", "Di E_7_assignsubmission_file_"]
    notebook = answer(course)
    files = {f"{around}fay/x.ipynb": notebook, f"{around}gus/.ipynb_checkpoints/x.ipynb": notebook}
    if packed:
        files |= {f"{around}{name}/": b"" for name in [*names, "fay", "fay/data"]}
        got = by_student(from_zip(course, files))
    else:
        root = folder_of(course, files)
        for name in [*names, "fay/data"]:
            (root / f"{around}{name}").mkdir(parents=True)
        got = by_student(take_in(root, course, NAME))
    assert got.keys() == {"ada", "bo", "cy", "Di_E_7", "fay", "gus"}
    assert got["fay"].folder and not got["fay"].note
    for student in got.keys() - {"fay"}:
        assert got[student].folder is None
        assert got[student].note.startswith("Refused: '")
        assert got[student].note.endswith("' is an empty folder.")


def test_folders_of_a_zip_that_lead_out_are_no_students(course):
    [hand_in] = from_zip(course, {"../eve/": b"", "/eve/": b"", "ada/x.ipynb": answer(course)})
    assert hand_in.student == "ada"
