"""The one writer of nbgrader's gradebook: what became of a submission, as nbgrader stores it."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from time import sleep

from nbgrader.api import Assignment, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from traitlets.config import Config

from cnncourse.errors import CourseError
from cnncourse.grading.gradebook.assignment import copy_assignment
from cnncourse.grading.gradebook.rows import Rows
from cnncourse.grading.gradebook.schema import create_schema, open_engine, set_journal
from cnncourse.grading.result import Result

WAITS = (0.2, 1.0, 5.0)
"""Seconds before each new attempt after a lock or a lost connection."""


class GradebookWriter:
    """Writes results into nbgrader's gradebook as nbgrader's own autograde would.

    What people entered stays: manual scores, extra credit and comments. As with nbgrader, a cell
    with a manual score asks to be read again when its submission is graded again. Unlike with
    nbgrader, so does every cell of a submission that needs a look, and one without scores gets no
    automatic score rather than 0. Each result is one transaction, and writing it twice is the same
    as writing it once.

    Parameters
    ----------
    db_url : str
        As nbgrader takes it: "sqlite:///gradebook.db", or "postgresql+psycopg://..." for
        PostgreSQL. Tables and indexes are created where they are missing.
    assignment : str
    config : Config, optional
        nbgrader's configuration, whose plugin for late submissions says what they lose.

    Raises
    ------
    CourseError
        If the gradebook cannot be opened, or is of another release of nbgrader.

    Examples
    --------
    >>> from cnncourse.grading.result import GRADED
    >>> writer = GradebookWriter("sqlite://", "losses")
    >>> writer.write(Result("ada", GRADED, {"test_a": 2.0}, {"test_a": 2.0}), submitted=None)
    Traceback (most recent call last):
    cnncourse.errors.CourseError: losses is not in the gradebook: generate the assignment first.
    """

    def __init__(self, db_url: str, assignment: str, *, config: Config | None = None):
        self._engine = open_engine(db_url)
        self._assignment = assignment
        late = AssignLatePenalties(config=config or Config())
        late.init_plugin()
        self._penalty = late.plugin_inst.late_submission_penalty
        self._rows = None
        self._retried("open", lambda: create_schema(self._engine))
        set_journal(self._engine, "wal")

    def ensure_assignment(self, template_url: str) -> None:
        """Bring the assignment in, or up to date, from the gradebook that generating it wrote.

        Raises
        ------
        CourseError
            If cells were added or removed although the gradebook has submissions already.
        """
        template = open_engine(template_url)
        try:
            self._retried(
                f"take the assignment {self._assignment}",
                lambda: copy_assignment(template, self._engine, self._assignment),
            )
        finally:
            template.dispose()
        self._rows = None

    def students(self) -> set[str]:
        """Who has a submission of this assignment in this gradebook."""
        query = select(SubmittedAssignment.student_id).join(
            Assignment, Assignment.id == SubmittedAssignment.assignment_id
        )
        query = query.where(Assignment.name == self._assignment)

        def read():
            with self._engine.connect() as connection:
                return set(connection.scalars(query))

        return self._retried("be read", read)

    def write(self, result: Result, submitted: datetime | None) -> None:
        """Write one result.

        Parameters
        ----------
        result : Result
            Scores and comments of cells are taken, not the notebook and the page. nbgrader keeps
            comments on answers and tasks; those on other cells are left out.
        submitted : datetime or None
            When it was handed in, as UTC if it has no time zone; None keeps the time there is.

        Raises
        ------
        CourseError
            If the gradebook cannot be written after several attempts, or has other cells.
        """

        def write():
            with self._engine.begin() as connection:
                if self._rows is None:
                    self._rows = Rows(connection, self._assignment)
                self._rows.write(connection, result, parse_utc(submitted), self._penalty)

        self._retried(f"take the result of {result.student}", write)

    def close(self) -> None:
        set_journal(self._engine, "delete")
        self._engine.dispose()

    def __enter__(self) -> "GradebookWriter":
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def _retried(self, what: str, action: Callable):
        """Call `action` again if a lock or the connection was in its way; end in one line."""
        for wait in (*WAITS, None):
            try:
                return action()
            except DBAPIError as error:
                if wait is None or not _passes(error):
                    reason = str(error.orig).strip().splitlines()[0]
                    raise CourseError(
                        f"The gradebook {self._engine.url} does not {what} ({reason}): mend this "
                        "and run the same command again; what it has taken so far is kept."
                    ) from error
            sleep(wait)


def _passes(error: DBAPIError) -> bool:
    """Whether waiting may help: another program's lock, or a connection that was lost."""
    if isinstance(error.orig, sqlite3.Error):
        return "locked" in str(error.orig)
    return isinstance(error, (OperationalError, InterfaceError))
