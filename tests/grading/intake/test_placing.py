"""Hand-ins meet earlier ones, and a killed run: nothing is lost, nothing half written."""

from pathlib import Path

import made_handins
import pytest
from made_handins import NAME, answer, by_student, from_zip, text_of, zip_of

from cnncourse.grading.intake import placing
from cnncourse.grading.intake.taking_in import take_in


@pytest.fixture
def course(tmp_path):
    return made_handins.released_course(tmp_path / "course")


def test_a_newer_hand_in_replaces_and_keeps_the_earlier(course):
    def take(text, year):
        return from_zip(course, {"ada/x.ipynb": answer(course, text)}, {"ada/x.ipynb": year})[0]

    assert take("first", 2024).note == ""
    second = take("second", 2025)
    assert text_of(second) == "second"
    earlier = course.root / "submitted" / second.note.split("kept in ")[1].rstrip(".")
    assert second.note.startswith("Replaces an earlier hand-in, kept in ada/.not_graded/")
    assert b"first" in (earlier / f"{NAME}.ipynb").read_bytes()
    late = take("even earlier", 2023)
    assert late.note.startswith("Older than the hand-in that is there: kept in ada/.not_graded/")
    assert text_of(late) == "second"
    unknown = take("unknown time", 1980)
    assert text_of(unknown) == "unknown time", "what comes last is newest where nobody knows"
    assert course.submissions(NAME).keys() == {"ada"}


def test_the_same_again_changes_nothing(course):
    def everything():
        root = course.root / "submitted"
        return {
            p: p.stat().st_mtime_ns for p in sorted(root.rglob("*")) if p.name != "students.csv"
        }

    files = {"ada/x.ipynb": answer(course), "ada/y.ipynb": answer(course, "y"), "ada/d.csv": b""}
    [before] = from_zip(course, files)
    seen = everything()
    [after] = from_zip(course, files)
    assert after == before
    files_after = {p: t for p, t in everything().items() if p.is_file()}
    assert files_after == {p: t for p, t in seen.items() if p.is_file()}


def test_a_refused_hand_in_leaves_the_earlier_one(course):
    from_zip(course, {"ada/x.ipynb": answer(course, "first"), "bo/x.ipynb": answer(course)})
    got = by_student(from_zip(course, {"ada/x.ipynb": b"", "bo/x.ipynb": answer(course)}))
    assert got["ada"].folder is None
    assert b"first" in (course.root / "submitted" / "ada" / NAME / f"{NAME}.ipynb").read_bytes()


@pytest.mark.parametrize("step", range(4))
def test_killed_at_any_step_nothing_is_half_written(course, monkeypatch, step):
    """The folder is the old or the new one, or both are still there; the next run ends it."""
    from_zip(course, {"ada/x.ipynb": answer(course, "old"), "ada/d.csv": b"old"})
    steps = iter(range(100))

    def die(method):
        def maybe(*args, **kwargs):
            if next(steps) == step:
                raise KeyboardInterrupt
            return method(*args, **kwargs)

        return maybe

    new = {"ada/x.ipynb": answer(course, "new"), "ada/d.csv": b"new"}
    with monkeypatch.context() as patch:
        for name in ("write_bytes", "rename"):
            patch.setattr(Path, name, die(getattr(Path, name)))
        with pytest.raises(KeyboardInterrupt):
            take_in(_zip_beside(course, new), course, NAME)
    folder = course.root / "submitted" / "ada" / NAME
    if folder.exists():
        contents = placing._files_in(folder)
        assert contents["d.csv"] == b"old" and b"old" in contents[f"{NAME}.ipynb"]
    assert course.submissions(NAME).keys() <= {"ada"}
    [hand_in] = take_in(_zip_beside(course, new), course, NAME)
    assert text_of(hand_in) == "new"
    student = folder.parent
    assert {p.name for p in student.iterdir()} == {NAME, placing.NOT_GRADED}
    assert any(b'"old"' in p.read_bytes() for p in (student / placing.NOT_GRADED).rglob("*.ipynb"))


def _zip_beside(course, files):
    path = course.root.parent / "new.zip"
    path.write_bytes(zip_of(files))
    return path


def test_paths_that_are_one_for_some_file_system(course):
    files = {"x.ipynb": answer(course), "Data.csv": b"1", "data.csv": b"2", "a": b"", "a/b": b""}
    [hand_in] = from_zip(course, {"ada.zip": zip_of(files)})
    names = {p.name for p in hand_in.folder.iterdir()}
    assert names == {f"{NAME}.ipynb", "Data.csv", "a"}
    assert "'data.csv' is there twice" in hand_in.note and "'a/b' is there twice" in hand_in.note
