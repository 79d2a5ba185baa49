"""Where the results of a class are put: files first, then the gradebook, and last the ledger.

In this order nothing counts as done that is not, however the process ends.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from nbgrader.utils import parse_utc

from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.gradebook.writer import GradebookWriter
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.result import Result
from cnncourse.whole_file import whole_file

MAX_TIMESTAMP = 100
"""Bytes of a file that holds a date."""


@dataclass(frozen=True)
class Store:
    """The course's folder and gradebook, for the results of one assignment.

    Attributes
    ----------
    root : Path
        The course's folder.
    assignment : str
    gradebook : GradebookWriter
    ledger : Ledger
    version : str
        Of the grading; see `version.grading_version`.
    """

    root: Path
    assignment: str
    gradebook: GradebookWriter
    ledger: Ledger
    version: str

    @cached_property
    def _entered(self) -> set[str]:
        return self.gradebook.students()

    def result_of(self, submission: Submission) -> Result | None:
        """The result of this very submission by this version of the grading, if there is one."""
        return self.ledger.result(submission.student, submission.digest, self.version)

    def enter(self, result: Result) -> None:
        """Enter a stored result into a gradebook that lacks it, being another than last time."""
        if result.student not in self._entered:
            self.gradebook.write(result, self._handed_in_at(result.student))

    def put(self, result: Result, digest: str) -> None:
        """Store a result for good.

        Parameters
        ----------
        result : Result
        digest : str
            Of the submission as it was graded.
        """
        for step, suffix, text in (
            ("autograded", ".ipynb", result.notebook),
            ("feedback", ".html", result.page),
        ):
            folder = self.root / step / result.student / self.assignment
            _replace(folder / f"{self.assignment}{suffix}", text)
        self.gradebook.write(result, self._handed_in_at(result.student))
        self.ledger.record(result, digest, self.version)

    def _handed_in_at(self, student: str) -> datetime | None:
        """What timestamp.txt says, as nbgrader's own collecting and exchange write it."""
        path = self.root / "submitted" / student / self.assignment / "timestamp.txt"
        try:
            # A link or a pipe of this name may come with a hand-in, and never end.
            if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_TIMESTAMP:
                return None
            return parse_utc(path.read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return None


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all; without text, remove what an earlier grading left."""
    if not text:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as file:
        file.write(text)
