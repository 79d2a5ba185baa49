"""What the inputs of trusted checks are drawn from: a secret of the course and one hand-in."""

import hmac
import os
import secrets
from functools import partial
from pathlib import Path

from filelock import FileLock

from cnncourse.errors import CourseError
from cnncourse.whole_file import whole_file

SECRET = Path(".grading", "secret")
"""Where the secret lies in a course's folder."""

_BYTES = 32


def course_secret(root: Path) -> bytes:
    """The secret of a course, which is made once, for its owner alone to read.

    Nobody who does not know it can tell which inputs a hand-in will meet, and as long as it stays
    the same, a hand-in that is graded again meets the same ones.

    Parameters
    ----------
    root : Path
        The course's folder.

    Raises
    ------
    CourseError
        If it cannot be read or written, or is damaged.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     course_secret(folder) == course_secret(folder)
    True
    """
    path = Path(root, SECRET)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"The course's secret {path} cannot be used ({error.strerror}): make its folder "
            "writable and the file readable, then run the same command again."
        ) from None
    if len(secret) != _BYTES:
        raise CourseError(
            f"The course's secret {path} is damaged: delete this file; the submissions are then "
            "graded again, with other inputs."
        )
    return secret


def _make(path: Path) -> None:
    with FileLock(f"{path}.lock"):  # two commands at once would have one each
        if not path.exists():
            write_secret(path, secrets.token_bytes(_BYTES))


def write_secret(path: Path, secret: bytes) -> None:
    """Write a secret to a file that nobody but its owner may read."""
    with whole_file(path, "wb", opener=partial(os.open, mode=0o600)) as file:
        file.write(secret)


def seed_of(secret: bytes, student: str, digest: str) -> bytes:
    """What the inputs of one hand-in are drawn from.

    Parameters
    ----------
    secret : bytes
    student : str
    digest : str
        Of all the files, as `Submission.digest` has it.

    Returns
    -------
    bytes
        As many as a secret has, so that it can stand for one.

    Examples
    --------
    >>> seed_of(b"s", "ada", "d1") == seed_of(b"s", "bob", "d1")
    False
    """
    whose = student.encode(errors="surrogateescape")
    return hmac.digest(secret, digest.encode() + b"\0" + whose, "sha256")
