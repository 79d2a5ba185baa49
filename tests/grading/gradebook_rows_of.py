"""What a gradebook holds, without the ids that differ from one to the next."""

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

FIELDS = {
    Student: ("id", "first_name", "last_name", "email", "lms_user_id"),
    Assignment: ("name", "duedate", "course_id"),
    Notebook: ("name", "kernelspec"),
    SourceCell: ("name", "notebook.name", "cell_type", "locked", "source", "checksum"),
    SubmittedAssignment: ("student_id", "name", "timestamp", "extension", "score"),
    SubmittedNotebook: ("student.id", "name", "flagged", "late_submission_penalty", "score"),
    Grade: (
        "student.id",
        "notebook.name",
        "cell.type",
        "name",
        "auto_score",
        "manual_score",
        "extra_credit",
        "needs_manual_grade",
        "max_score",
        "failed_tests",
    ),
    Comment: ("student.id", "notebook.name", "cell.type", "name", "auto_comment", "manual_comment"),
}


def rows_of(db_url: str) -> dict[str, list[tuple]]:
    """The rows of each table, sorted; a row is named by what it belongs to."""
    engine = create_engine(db_url)
    with Session(engine) as session:
        found = {
            kind.__tablename__: sorted(
                (
                    tuple(_get(row, field) for field in fields)
                    for row in session.scalars(select(kind))
                ),
                key=repr,
            )
            for kind, fields in FIELDS.items()
        }
        found["base_cell"] = sorted(
            (cell.notebook.name, cell.type, cell.name, getattr(cell, "max_score", None))
            for cell in session.scalars(select(BaseCell))
        )
    engine.dispose()
    return found


def _get(row, field: str):
    for name in field.split("."):
        row = getattr(row, name)
    return row
