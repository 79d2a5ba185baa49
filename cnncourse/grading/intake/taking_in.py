"""Take in what a class handed in, from a folder or a zip of an LMS, to where it is graded."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.intake.archives import (
    EMPTY,
    CappedReader,
    Caps,
    Member,
    RefusedError,
    TooLargeError,
    folder_members,
    open_zip,
    zip_members,
)
from cnncourse.grading.intake.choosing import File, Reference, choose
from cnncourse.grading.intake.file_names import plain_name
from cnncourse.grading.intake.helper_names import with_names_restored
from cnncourse.grading.intake.lms_names import (
    StudentFiles,
    by_student,
    is_junk,
    is_notebook_name,
    stem,
)
from cnncourse.grading.intake.placing import place
from cnncourse.grading.intake.student_ids import StudentIds
from cnncourse.grading.notebooks.notebook_file import NotANotebookError

STUDENTS = "students.csv"
"""In submitted/: the name that each student has in what the LMS gave, and the student's id."""


@dataclass(frozen=True)
class HandIn:
    """What became of what one student handed in.

    Attributes
    ----------
    student : str
        The id, which is a safe folder name.
    folder : Path or None
        Where it lies now; None if it was refused. Then an earlier hand-in of the student, if there
        is one, is still where it was.
    note : str
        Why it was refused, or what was unusual, in one line; empty for most.
    framework : str or None
        The one that the notebook in `folder` picks; None where that is not known from taking it in.
    """

    student: str
    folder: Path | None
    note: str = ""
    framework: str | None = None


def take_in(download: Path, course, assignment: str, *, caps: Caps | None = None) -> list[HandIn]:
    """Put each student's hand-in at submitted/<student>/<assignment>/.

    The notebook gets the assignment's name and is otherwise kept byte for byte: `repair.notebook`
    mends it when it is graded. Files that came along keep their names; other notebooks, and an
    earlier hand-in that a newer one replaces, go to submitted/<student>/.not_graded/, which neither
    nbgrader nor the grader looks into. A folder is there whole or not at all.

    Of several notebooks the one counts that has most of the assignment's answers and tests; among
    those with at least half as many, an edited one rather than a blank one, and then the newest.

    Parameters
    ----------
    download : Path
        A folder or a zip: a folder per student, flat files called after students, or what Canvas
        and Moodle give. A student's own zip in it is unpacked, one level.
    course : Course
    assignment : str
    caps : Caps, optional
        What one hand-in may hold.

    Returns
    -------
    list of HandIn
        One for each student, by name. Whatever is wrong with one of them is told in its note, and
        the others are taken in.

    Raises
    ------
    CourseError
        If the download is neither a folder nor a zip that can be read, or has no file in it; or if
        the table of the students' names cannot be written.
    """
    download = Path(download).resolve()
    submitted = course.root / "submitted"
    if download == submitted or submitted in download.parents:
        raise CourseError(
            f"{download} is where hand-ins are put: name the folder or zip they are in."
        )
    reference = Reference.of(course, assignment)
    with _members(download) as members:
        found = by_student(members, assignment, download.stem)
        if not found:
            raise CourseError(f"No hand-ins in {download}: it has no files.")
        there = (path.name for path in submitted.glob("*") if path.is_dir())
        ids = StudentIds(submitted / STUDENTS, taken=there)
        for theirs in found:
            if stem(theirs.original).casefold() == assignment.casefold():
                theirs.problem = f"{theirs.original!r} does not say which student handed it in"
        named = [theirs for theirs in found if not theirs.problem]
        students = {theirs.original: ids.of(theirs.original) for theirs in named}
        try:
            ids.write()
        except OSError as error:
            raise CourseError(f"{ids.path} cannot be written ({error.strerror}).") from None
        return [
            _take_one(
                theirs, students.get(theirs.original), submitted, reference, CappedReader(caps)
            )
            for theirs in found
        ]


@contextmanager
def _members(download: Path) -> Iterator[list[Member]]:
    if download.is_dir():
        yield folder_members(download)
    elif download.is_file() and zipfile.is_zipfile(download):
        with download.open("rb") as file, open_zip(file) as archive:
            yield zip_members(archive)
    else:
        raise CourseError(f"{download} is neither a folder nor a zip: name what the LMS gave you.")


def _take_one(
    theirs: StudentFiles,
    student: str | None,
    submitted: Path,
    reference: Reference,
    reader: CappedReader,
) -> HandIn:
    if student is None:
        return HandIn(plain_name(theirs.original), None, f"Refused: {theirs.problem}.")
    notes: list[str] = []
    try:
        files = _read(theirs.members, reader, notes)
        chosen, others = choose(files, reference, notes)
    except (RefusedError, NotANotebookError) as problem:
        return HandIn(student, None, sentences([*notes, f"refused: {problem}"]))
    try:
        folder = place(
            chosen.content,
            chosen.member.time,
            with_names_restored(_along(files, chosen.member), chosen.code, notes),
            {candidate.member.name: candidate.content for candidate in others},
            submitted / student,
            reference.assignment,
            notes,
        )
    except PermissionError as error:
        problem = f"refused: {error.filename} cannot be used ({error.strerror})"
        return HandIn(student, None, sentences([*notes, problem]))
    graded = folder / f"{reference.assignment}.ipynb"
    # A newer hand-in may lie there, which was not read now.
    is_chosen = graded.read_bytes() == chosen.content
    return HandIn(student, folder, sentences(notes), chosen.framework if is_chosen else None)


def _read(members: list[Member], reader: CappedReader, notes: list[str]) -> list[File]:
    """All files of a student, those in the student's own zips too."""
    files = []
    for member in members:
        content = _content(member, reader, notes)
        if content is None:
            continue
        if not member.name.lower().endswith(".zip"):
            files.append(File(member, content))
            continue
        with open_zip(io.BytesIO(content), reader.caps.files) as archive:
            for inner in zip_members(archive):
                if is_junk(inner.parts) or inner.problem == EMPTY:
                    continue
                content = _content(inner, reader, notes)
                if inner.name.lower().endswith(".zip"):
                    notes.append(f"{inner.name!r}, a zip in a zip, was left out")
                elif content is not None:
                    files.append(File(inner, content))
    return files


def _content(member: Member, reader: CappedReader, notes: list[str]) -> bytes | None:
    """The file's bytes; None for a large one that grading can do without."""
    try:
        return reader.read(member)
    except TooLargeError as problem:
        if is_notebook_name(member.name):
            raise
        notes.append(f"{problem}: left out")
        return None


def _along(files: list[File], notebook: Member) -> dict[tuple[str, ...], bytes]:
    """Files that are no notebooks, by their paths as seen from the notebook."""
    home = notebook.parts[:-1]
    along = {}
    for file in files:
        parts = file.member.parts
        if is_notebook_name(parts[-1]) or file.member is notebook:
            continue
        along[parts[len(home) :] if parts[: len(home)] == home else parts] = file.content
    return along


def sentences(notes: list[str]) -> str:
    """Notes as one line.

    Examples
    --------
    >>> sentences(["replaces an earlier hand-in", "'a.csv' was left out"])
    "Replaces an earlier hand-in. 'a.csv' was left out."
    """
    return " ".join(f"{note[0].upper()}{note[1:]}." for note in notes)
