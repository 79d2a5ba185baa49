"""The rows of one submission in nbgrader's tables, written by a handful of statements."""

import math
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Connection, func, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cnncourse.errors import CourseError
from cnncourse.grading.result import NEEDS_A_LOOK, Result

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class _Cell(NamedTuple):
    id: str
    name: str
    kind: str


class Rows:
    """Writes the rows of submissions; the ids of the assignment's cells are looked up once.

    Parameters
    ----------
    connection : Connection
    assignment : str

    Raises
    ------
    CourseError
        If the gradebook lacks the assignment, or two of its notebooks share a grade id.
    """

    def __init__(self, connection: Connection, assignment: str):
        self._name = assignment
        self._assignment = connection.scalar(
            select(Assignment.id).where(Assignment.name == assignment)
        )
        if self._assignment is None:
            raise CourseError(
                f"{assignment} is not in the gradebook: generate the assignment first."
            )
        notebooks = select(Notebook.id).where(Notebook.assignment_id == self._assignment)
        cells = BaseCell.__table__.c
        self._cells = {
            notebook: [
                _Cell(*row)
                for row in connection.execute(
                    select(cells.id, cells.name, cells.type).where(cells.notebook_id == notebook)
                )
            ]
            for notebook in connection.scalars(notebooks).all()
        }
        graded = [
            cell.name
            for cells in self._cells.values()
            for cell in cells
            if cell.kind != "SolutionCell"
        ]
        self._graded = set(graded)
        if len(graded) > len(self._graded):
            raise CourseError(
                f"Two notebooks of {assignment} share a grade id: give each cell its own."
            )
        self._prepare(_INSERT[connection.dialect.name])

    def _prepare(self, insert: Callable) -> None:
        """Build the statements; each inserts a row or, where there is one, updates it."""
        student = insert(Student.__table__)
        self._add_student = student.on_conflict_do_nothing()
        new = insert(SubmittedAssignment.__table__)
        old = SubmittedAssignment.__table__.c
        self._put_submission = new.on_conflict_do_update(
            index_elements=["assignment_id", "student_id"],
            set_={"timestamp": func.coalesce(new.excluded.timestamp, old.timestamp)},
        ).returning(old.id, old.timestamp, old.extension)
        new = insert(SubmittedNotebook.__table__)
        self._put_notebook = new.on_conflict_do_update(
            index_elements=["notebook_id", "assignment_id"],
            set_={"late_submission_penalty": null()},
        ).returning(SubmittedNotebook.__table__.c.id)
        new = insert(Grade.__table__)
        read_before = Grade.__table__.c.manual_score.is_not(None)
        self._put_grade = new.on_conflict_do_update(
            index_elements=["cell_id", "notebook_id"],
            set_={
                "auto_score": new.excluded.auto_score,
                "needs_manual_grade": or_(new.excluded.needs_manual_grade, read_before),
            },
        )
        self._add_task = insert(Grade.__table__).on_conflict_do_nothing()
        new = insert(Comment.__table__)
        self._put_comment = new.on_conflict_do_update(
            index_elements=["cell_id", "notebook_id"],
            set_={"auto_comment": new.excluded.auto_comment},
        )

    def write(
        self,
        connection: Connection,
        result: Result,
        submitted: datetime | None,
        penalty: Callable[[str, float, float], float | None],
    ) -> None:
        """Write one result within the connection's transaction.

        Parameters
        ----------
        connection : Connection
        result : Result
        submitted : datetime or None
            UTC, without a time zone, as nbgrader stores it.
        penalty : callable
            From student, score and seconds late to the points lost, or None.
        """
        unknown = result.scores.keys() - self._graded
        if unknown:
            raise CourseError(
                f"The gradebook's {self._name} has no graded cell {', '.join(sorted(unknown))}: "
                "generate the assignment again."
            )
        connection.execute(self._add_student, {"id": result.student})
        submission = connection.execute(
            self._put_submission,
            {
                "id": _new_id(),
                "assignment_id": self._assignment,
                "student_id": result.student,
                "timestamp": submitted,
            },
        ).one()
        late = self._seconds_late(connection, submission)
        for notebook, cells in self._cells.items():
            row = {"id": _new_id(), "notebook_id": notebook, "assignment_id": submission.id}
            copy = connection.execute(self._put_notebook, row).scalar_one()
            self._write_cells(connection, result, copy, cells)
            if late > 0:
                self._write_penalty(connection, result.student, copy, late, penalty)

    def _seconds_late(self, connection: Connection, submission) -> float:
        if submission.timestamp is None:
            return 0.0
        query = select(Assignment.duedate).where(Assignment.id == self._assignment)
        due = connection.execute(query).scalar_one()
        if due is None:
            return 0.0
        if submission.extension is not None:
            due += submission.extension
        return (submission.timestamp - due).total_seconds()

    def _write_cells(self, connection: Connection, result: Result, notebook: str, cells) -> None:
        look = result.status == NEEDS_A_LOOK
        grades, tasks, comments = [], [], []
        for cell in cells:
            row = {"id": _new_id(), "cell_id": cell.id, "notebook_id": notebook}
            if cell.kind == "GradeCell":
                score = _number(result.scores.get(cell.name))
                waits = look or score is None
                grades.append(row | {"auto_score": score, "needs_manual_grade": waits})
            elif cell.kind == "TaskCell":
                tasks.append(row | {"needs_manual_grade": True})
            if cell.kind != "GradeCell":
                text = _text(result.comments.get(cell.name))
                comments.append(row | {"auto_comment": text})
        statements = (self._put_grade, self._add_task, self._put_comment)
        for statement, rows in zip(statements, (grades, tasks, comments), strict=True):
            if rows:
                connection.execute(statement, rows)

    def _write_penalty(self, connection, student: str, notebook: str, late: float, penalty) -> None:
        total = select(func.coalesce(func.sum(Grade.score), 0.0))
        score = connection.scalar(total.where(Grade.notebook_id == notebook))
        lost = penalty(student, score, late)
        if lost is not None:
            table = SubmittedNotebook.__table__
            connection.execute(
                update(table).where(table.c.id == notebook),
                {"late_submission_penalty": min(max(lost, 0), score)},
            )


def _new_id() -> str:
    """32 digits as nbgrader's, but growing with time: new rows then lie together in the indexes.

    With nbgrader's random ids, each row of a large gradebook lands on another page of the file.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def _number(score: float | None) -> float | None:
    """The score; a NaN is none, and would make every sum NaN."""
    return score if score is not None and math.isfinite(score) else None


def _text(comment: str | None) -> str | None:
    """The comment without what databases refuse: zero characters and halves of characters."""
    if comment is None:
        return None
    return comment.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
