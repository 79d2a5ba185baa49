"""The ledger: which submission was graded, by which version of the grading, and what came of it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from cnncourse.errors import CourseError
from cnncourse.grading.result import Result

SCHEMA = 1
"""Number of the table below; a ledger of another one is not read."""

_TABLE = """
create table if not exists submission (
    student text primary key,
    digest text not null,
    version text not null,
    status text not null,
    outcome text not null,
    recorded text not null
) without rowid
"""


def ledger_path(root: Path, assignment: str) -> Path:
    """Where the ledger of an assignment lies in a course's folder."""
    return Path(root) / ".grading" / f"{assignment}.db"


class Ledger:
    """What has been graded already, in a file that outlives a killed run.

    A submission counts as done once it is recorded here. Whoever grades writes the files first,
    then the gradebook, and this last: what was killed in between is done again, and nothing is
    taken as done that is not. One process at a time has a ledger open.

    Parameters
    ----------
    path : Path
        One file per course and assignment, such as .grading/losses.db; made if missing.

    Raises
    ------
    CourseError
        If another process has it open, or the file is damaged or from another release.

    Examples
    --------
    >>> import tempfile
    >>> from cnncourse.grading.result import GRADED
    >>> result = Result("ada", GRADED, {"test_a": 2.0}, {"test_a": 2.0})
    >>> with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "a.db") as ledger:
    ...     ledger.record(result, digest="d1", version="v1")
    ...     ledger.result("ada", digest="d1", version="v1") == result
    ...     ledger.result("ada", digest="d2", version="v1") is None  # handed in again, changed
    True
    True
    """

    def __init__(self, path: Path):
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(f"{self.path}.lock", timeout=0, thread_local=False)
            self._lock.acquire()
        except Timeout:
            raise CourseError(
                f"Another run is grading with {self.path}: wait until it has ended, or stop it."
            ) from None
        except OSError as error:
            raise CourseError(
                f"No ledger can be kept at {self.path} ({error.strerror}): make its folder "
                "writable, then run the same command again."
            ) from None
        self._db = None
        try:
            with self._explained():
                self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        # Every statement is a transaction of its own: isolation_level None is SQLite's autocommit.
        self._db = sqlite3.connect(self.path, isolation_level=None)
        # A write-ahead log takes a killed process without loss, and NORMAL costs no sync per
        # record. A power cut may lose the last records, never the file; their submissions are then
        # graded once more, which changes nothing, as the gradebook was synced before.
        # Exclusive, because then the log needs no shared memory, which network drives lack.
        self._db.execute("pragma locking_mode = exclusive")
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        (verdict,) = self._db.execute("pragma quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict.splitlines()[-1])
        (schema,) = self._db.execute("pragma user_version").fetchone()
        if schema not in (0, SCHEMA):
            raise CourseError(
                f"The ledger {self.path} is from another release of cnncourse: delete this file; "
                "the submissions are then graded again, and the gradebook keeps its grades."
            )
        self._db.execute(_TABLE)
        self._db.execute(f"pragma user_version = {SCHEMA}")

    def result(self, student: str, digest: str, version: str) -> Result | None:
        """What came of this very submission under this version of the grading, if it is known.

        The result comes without the notebook and the page; these are files.
        """
        query = "select * from submission where student = ? and digest = ? and version = ?"
        with self._explained():
            row = self._db.execute(query, (student, digest, version)).fetchone()
            return _result(row) if row else None

    def record(self, result: Result, digest: str, version: str) -> None:
        """Record as done; replaces what is known of the student's earlier submission."""
        outcome = {
            "scores": result.scores,
            "points": result.points,
            "bonus": sorted(result.bonus),
            "note": result.note,
            "comments": result.comments,
            "seconds": result.seconds,
        }
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (result.student, digest, version, result.status, json.dumps(outcome), now)
        with self._explained():
            self._db.execute("insert or replace into submission values (?, ?, ?, ?, ?, ?)", row)

    def results(self) -> Iterator[Result]:
        """Yield every recorded result, by the students' names, one in memory at a time."""
        with self._explained():
            for row in self._db.execute("select * from submission order by student"):
                yield _result(row)

    def forget(self, student: str) -> None:
        """Let the student's submission count as still to do."""
        with self._explained():
            self._db.execute("delete from submission where student = ?", (student,))

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
        self._lock.release()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    @contextmanager
    def _explained(self):
        """Turn what SQLite and JSON say about the file into one line that says what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise CourseError(
                f"The ledger {self.path} cannot be used ({error}): see to the disk's space and the "
                "file's permissions, then run the same command again."
            ) from None
        except (sqlite3.DatabaseError, json.JSONDecodeError, TypeError, KeyError) as error:
            raise CourseError(
                f"The ledger {self.path} is damaged ({error}): delete this file; the submissions "
                "are then graded again, and the gradebook keeps its grades."
            ) from None


def _result(row: tuple) -> Result:
    student, _, _, status, outcome, _ = row
    fields = json.loads(outcome)
    return Result(student, status, bonus=frozenset(fields.pop("bonus")), **fields)
