"""Scores for a learning platform: Canvas' gradebook import and Moodle's grading worksheet."""

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.reports.exports import csv_writer, plain
from cnncourse.grading.reports.roster import (
    Export,
    assign,
    by_id,
    by_name,
    by_number,
    in_both_orders,
)
from cnncourse.grading.result import Result

ANONYMOUS = "show the names in Canvas and download the hand-ins anew, or enter the grade there"


def write_canvas(
    results: Iterable[Result],
    roster: Path,
    path: Path,
    *,
    assignment: str,
    originals: Mapping[str, str] | None = None,
) -> Export:
    """Write a file for Canvas: Grades, Import.

    Parameters
    ----------
    results : iterable of Result
    roster : Path
        What Canvas exports (Grades, Export Entire Gradebook): it knows the students. The columns
        Student, ID, SIS User ID, SIS Login ID and Section are carried over.
    path : Path
        Where to write.
    assignment : str
        Its title in Canvas; the column of that title, "title (number)", is filled. Without one,
        Canvas asks on import whether to make a new assignment.
    originals : mapping of str to str, optional
        The name that a student's hand-in had on the platform, where it is not the student's id.

    Returns
    -------
    Export
        Students are found by the name and number that Canvas gives a hand-in
        ("lovelaceada_12345"), SIS Login ID, SIS User ID, ID, then name, if only one row has it.

    Raises
    ------
    CourseError
        If the roster is no such file, or its points possible are not the assignment's.
    """
    header, rows = _read(roster, ("Student", "ID"), "export the gradebook from Canvas")
    kept = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    kept = [name for name in kept if name in header]
    titles = [name for name in header if re.sub(r" \(\d+\)$", "", name) == assignment]
    column = titles[0] if titles else assignment
    # Above the students are "Points Possible" and, in some courses, a row of notes: no ID.
    points = [row for row in rows if row["Student"].strip() == "Points Possible"]
    students = [row for row in rows if row["ID"].strip()]
    names = [in_both_orders(row["Student"]) for row in students]
    ids = [row["ID"] for row in students]
    ways = [
        by_name([f"{n}_{number}" for n in own] for own, number in zip(names, ids, strict=True)),
        by_id(row.get("SIS Login ID", "") for row in students),
        by_id(row.get("SIS User ID", "") for row in students),
        by_id(ids),
        by_name(names),
    ]
    export = assign(results, ways, len(students), originals=originals)
    for student, why in export.unmatched.items():
        if (originals or {}).get(student, student).startswith("anon_"):
            export.unmatched[student] = f"{why}, as it was handed in without a name ({ANONYMOUS})"
    max_score = export.max_score
    if points and points[0].get(column):
        _same_maximum(points[0][column], max_score, "Canvas")
    with csv_writer(path) as writer:
        writer.writerow([*kept, column])
        possible = {"Student": "    Points Possible"}
        writer.writerow([*(possible.get(name, "") for name in kept), max_score])
        for number, row in enumerate(students):
            grade = export.grades[number] if number in export.rows else row.get(column)
            # Canvas finds the student by the ID, so the other cells may be changed.
            writer.writerow([*(plain(row[name]) for name in kept), grade])
    return export


def write_moodle(
    results: Iterable[Result],
    worksheet: Path,
    path: Path,
    *,
    originals: Mapping[str, str] | None = None,
) -> Export:
    """Write a file for Moodle: Assignment, Upload grading worksheet.

    Parameters
    ----------
    results : iterable of Result
    worksheet : Path
        What Moodle gives, in English (Assignment, Download grading worksheet; "Offline grading
        worksheet" is a setting of the assignment): its column Grade is filled in, all else stays.
    path : Path
        Where to write.
    originals : mapping of str to str, optional
        The name that a student's hand-in had on the platform, where it is not the student's id.

    Returns
    -------
    Export
        Students are found by the name and number that Moodle gives a hand-in ("Ada
        Lovelace_123456", also behind the name of a team), the whole of "Participant 123456", ID
        number, e-mail address, what is before its @, then name, if only one row has it. Moodle
        takes no more than the maximum grade, so a bonus counts up to there.

    Raises
    ------
    CourseError
        If the worksheet is no such file, or its maximum grade is not the assignment's.
    """
    needed = ("Identifier", "Grade", "Maximum Grade")
    header, rows = _read(
        worksheet, needed, "download the grading worksheet from Moodle, in English"
    )
    names = [in_both_orders(row.get("Full name", "")) for row in rows]
    numbers = [re.sub(r"\D+", "", row["Identifier"]) for row in rows]
    # Where graders see no names, "Participant 123456" stands for one.
    nameless = [re.sub(r"\d+", "", row["Identifier"]) for row in rows]
    emails = [row.get("Email address", "") for row in rows]
    ways = [
        by_name([f"{n}_{number}" for n in own] for own, number in zip(names, numbers, strict=True)),
        by_number(numbers, ([*own, none] for own, none in zip(names, nameless, strict=True))),
        by_name([row["Identifier"]] for row in rows),
        by_id(row.get("ID number", "") for row in rows),
        by_id(emails),
        by_id(email.partition("@")[0] for email in emails),
        by_name(names),
    ]
    export = assign(results, ways, len(rows), originals=originals, cap=True)
    max_score = export.max_score
    for row in rows:
        _same_maximum(row["Maximum Grade"], max_score, "Moodle")
    with csv_writer(path) as writer:
        writer.writerow(header)
        for number, row in enumerate(rows):
            if number in export.rows:
                row["Grade"] = export.grades[number]
            writer.writerow(row[n] if n == "Identifier" else plain(row[n]) for n in header)
    return export


def _read(path: Path, needed, how: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            header, rows = list(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read ({error}): {how}.") from None
    missing = [name for name in needed if name not in header]
    if missing or any(None in row for row in rows):
        what = f"has no column {', '.join(missing)}" if missing else "has rows that are too long"
        raise CourseError(f"{path} {what}: {how}.")
    return header, rows


def _same_maximum(text: str, max_score: float | None, platform: str) -> None:
    """Raise a `CourseError` if a grade would mean something else there."""
    try:
        there = float(text.replace(",", "."))
    except ValueError:
        return  # no number: a scale, or a read-only column; the platform will say so
    if max_score is not None and there != max_score:
        raise CourseError(
            f"{platform} has {there:g} points for the assignment, which has {max_score:g}: set it "
            f"to {max_score:g} in {platform}, and download the file again."
        )
