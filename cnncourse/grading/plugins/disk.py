"""What the disk does not give: no submission is to blame, so that the run ends, with one line."""

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.intake.handed_in import MAX_BYTES

FOLDERS = ("submitted", "autograded", "feedback", "grades", ".grading")
"""In a course's folder: what grading writes to."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_IN_THE_WAY = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}
_AGAIN = "then run the same command again; what is graded is kept"


class DiskError(CourseError):
    """A file cannot be written, whatever submission it was for."""


def check_disk(root: Path) -> None:
    """Make sure that there is room, and that nothing else is where grading keeps its folders.

    Dask's processes start in the temporary folder; where that is full, they try for minutes.

    Raises
    ------
    DiskError
        If a file is there, or less room than the largest hand-in may take.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as root:
    ...     _ = Path(root, "grades").write_text("ada: 10")
    ...     check_disk(Path(root))
    Traceback (most recent call last):
    cnncourse.grading.plugins.disk.DiskError: ... is no folder, but grading keeps one there: ...
    """
    for path in (Path(root, name) for name in FOLDERS):
        if path.exists() and not path.is_dir():
            raise DiskError(f"{path} is no folder, but grading keeps one there: move it away.")
    for folder in (root, tempfile.gettempdir()):
        if (free := shutil.disk_usage(folder).free) < MAX_BYTES:
            raise DiskError(
                f"The disk is full: make room in {folder}, where {free // 10**6} MB are left, "
                f"{_AGAIN}."
            )


@contextmanager
def disk_trouble_told() -> Iterator[None]:
    """Tell in one line what the disk does not give to the block.

    Raises
    ------
    DiskError
        In place of an OSError that is about a file; any other goes on as it is.

    Examples
    --------
    >>> with disk_trouble_told():
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    cnncourse.grading.plugins.disk.DiskError: The disk is full: make room ...
    """
    try:
        yield
    except OSError as error:
        tell_if_full(error)
        if error.filename and error.errno in _IN_THE_WAY | _CLOSED:
            what = "move away what is there" if error.errno in _IN_THE_WAY else "make it writable"
            raise DiskError(
                f"{error.filename} cannot be written ({error.strerror}): {what}, {_AGAIN}."
            ) from error
        raise


def tell_if_full(error: BaseException) -> None:
    """Raise a `DiskError` if a full disk is behind an exception; else return.

    Parameters
    ----------
    error : BaseException
        The one that was caught; libraries raise theirs from that of the disk.
    """
    behind: BaseException | None = error
    while behind is not None:
        if _is_full(behind):
            raise DiskError(
                f"The disk is full: make room where the course lies and in {tempfile.gettempdir()},"
                f" {_AGAIN}."
            ) from error
        behind = getattr(behind, "orig", None) or behind.__cause__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    if isinstance(error, shutil.Error):  # of several files: it has their errors as text alone
        return any(f"[Errno {number}]" in str(error) for number in _FULL)
    return isinstance(error, OSError) and error.errno in _FULL
