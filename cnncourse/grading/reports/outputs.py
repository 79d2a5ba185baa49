"""What is written once a class has been graded: tables, a report, files for other platforms."""

from collections.abc import Iterator
from pathlib import Path

from cnncourse.grading.intake.student_ids import read_students
from cnncourse.grading.intake.taking_in import STUDENTS
from cnncourse.grading.notebooks.notebook_file import NotANotebookError, read_notebook
from cnncourse.grading.pipeline import Graded
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.plugins.disk import disk_trouble_told
from cnncourse.grading.reports.exports import write_csv, write_nbgrader_csv, write_table
from cnncourse.grading.reports.lms import write_canvas, write_moodle
from cnncourse.grading.reports.page import write_report
from cnncourse.grading.reports.similarity import Pair, code_answers, similar_pairs


def write_outputs(
    graded: Graded,
    *,
    canvas: Path | None = None,
    moodle: Path | None = None,
    similarity: bool = False,
) -> Iterator[str]:
    """Write everything to grades/ in the course's folder.

    Parameters
    ----------
    graded : Graded
    canvas, moodle : Path, optional
        What the platform exports, to be filled in.
    similarity : bool
        Whether to look for pairs of near-identical notebooks.

    Yields
    ------
    str
        A line on each file that is there to be looked at.

    Raises
    ------
    CourseError
        If what the platform exports is no such file, or the disk does not take what is written.
    """
    with disk_trouble_told():
        yield from _written(graded, canvas, moodle, similarity)


def _written(
    graded: Graded, canvas: Path | None, moodle: Path | None, similarity: bool
) -> Iterator[str]:
    name, folder = graded.assignment, graded.root / "grades"
    write_csv(graded, folder / f"{name}.csv")
    write_nbgrader_csv(graded.db_url, name, folder / f"{name}_nbgrader.csv")
    pairs = _pairs(graded) if similarity else []
    remarks = [(hand_in.student, hand_in.note) for hand_in in graded.remarks]
    report = folder / f"{name}.html"
    write_report(graded, report, title=name, remarks=remarks, pairs=pairs)
    yield f"The report is {report}."
    if similarity:
        path = folder / f"{name}_similar.csv"
        rows = ((pair.first, pair.second, f"{pair.share:.2f}", pair.task) for pair in pairs)
        write_table(path, ("first", "second", "share", "task"), rows)
        yield f"{len(pairs)} similar pairs: {path}."
    for platform, given in (("canvas", canvas), ("moodle", moodle)):
        if given is not None:
            yield from _for_platform(platform, given, graded, folder / f"{name}_{platform}.csv")


def _for_platform(platform: str, given: Path, graded: Graded, path: Path) -> Iterator[str]:
    students = read_students(graded.root / "submitted" / STUDENTS)
    originals = {student: original for original, student in students.items()}
    if platform == "canvas":
        export = write_canvas(
            graded, given, path, assignment=graded.assignment, originals=originals
        )
    else:
        export = write_moodle(graded, given, path, originals=originals)
    yield f"{export.num_filled} grades for {platform.title()}: {path}."
    if left := [*export.needs_a_look, *export.to_be_read]:
        yield f"  Without a grade until a person has read them: {', '.join(left)}."
    if export.excused:
        yield f"  Excused there, which stays: {', '.join(export.excused)}."
    for student, why in export.unmatched.items():
        yield f"  {student} is in no row: {why}"


def _pairs(graded: Graded) -> list[Pair]:
    course, answers = Course(graded.root), {}
    for student, folder in course.submissions(graded.assignment).items():
        try:
            notebook, _ = read_notebook((folder / f"{graded.assignment}.ipynb").read_bytes())
        except (NotANotebookError, OSError):
            continue  # it needs a look anyway
        answers[student] = code_answers(notebook)
    return similar_pairs(answers, code_answers(graded.student_version))
