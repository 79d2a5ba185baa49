"""Scores for a learning platform: Canvas' gradebook import and Moodle's grading worksheet."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.intake.csv_cells import plain
from cnncourse.grading.reports.platform_table import read_table
from cnncourse.grading.reports.roster import (
    NO_ROWS,
    Export,
    assign,
    by_id,
    by_name,
    by_number,
    in_both_orders,
)
from cnncourse.grading.result import Result

GROUP = "enter the grade there by hand, where Canvas gives it to all of the group"
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
        What Canvas exports (Grades, Export Entire Gradebook), with whatever settings: it knows the
        students. The columns Student, or LastName and FirstName, ID, SIS User ID, SIS Login ID and
        Section are carried over, and so is the way in which it writes numbers.
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
        Who is excused there, "EX", stays so. What a group handed in bears the name of the group,
        which the roster does not know, and the number of one member, who is named.

    Raises
    ------
    CourseError
        If the roster is no such file, or its points possible are not the assignment's.
    """
    needed = (("Student", "ID"), ("LastName", "FirstName", "ID"))
    table = read_table(roster, needed, "export the gradebook from Canvas")
    header, rows = table.header, table.rows
    kept = ["Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Section"]
    kept = [name for name in kept if name in header]
    titles = [name for name in header if re.sub(r" \(\d+\)$", "", name) == assignment]
    column = titles[0] if titles else assignment
    # Above the students are "Points Possible" and, in some courses, a row of notes: no ID.
    points = [row for row in rows if row[kept[0]].strip() == "Points Possible"]
    students = [row for row in rows if row["ID"].strip()]
    whole = "{Student}" if "Student" in header else "{LastName}, {FirstName}"
    names = [in_both_orders(whole.format_map(row)) for row in students]
    ids = [row["ID"] for row in students]
    ways = [
        by_name([f"{n}_{number}" for n in own] for own, number in zip(names, ids, strict=True)),
        by_id(row.get("SIS Login ID", "") for row in students),
        by_id(row.get("SIS User ID", "") for row in students),
        by_id(ids),
        by_name(names),
    ]
    excused = {n for n, row in enumerate(students) if row.get(column, "").strip().upper() == "EX"}
    export = assign(results, ways, len(students), originals=originals, excused=excused)
    members = {row["ID"].strip(): whole.format_map(row) for row in students}
    named = by_name(names)
    for student, why in export.unmatched.items():
        original = (originals or {}).get(student, student)
        if original.startswith("anon_"):
            export.unmatched[student] = f"{why}, as it was handed in without a name ({ANONYMOUS})"
            continue
        name, _, number = original.rpartition("_")
        if why == NO_ROWS and number in members and not named(name):
            member = members[number]
            export.unmatched[student] = (
                f"{why}, but its number is that of {member}, as if it were a group's ({GROUP})"
            )
    max_score = export.max_score
    if points and points[0].get(column):
        _same_maximum(points[0][column], max_score, "Canvas")
    with table.writer(path) as writer:
        writer.writerow([*kept, column])
        writer.writerow(["    Points Possible", *[""] * (len(kept) - 1), table.number(max_score)])
        for number, row in enumerate(students):
            given = table.number(export.grades[number])
            grade = given if number in export.rows else row.get(column)
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
    how = "download the grading worksheet from Moodle, in English"
    table = read_table(worksheet, [needed], how)
    rows = table.rows
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
    with table.writer(path) as writer:
        writer.writerow(table.header)
        for number, row in enumerate(rows):
            if number in export.rows:
                row["Grade"] = table.number(export.grades[number])
            writer.writerow(row[n] if n == "Identifier" else plain(row[n]) for n in table.header)
    return export


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
