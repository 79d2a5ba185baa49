"""What a student handed in: a name, and files that are read only when they are needed."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import nbformat

MAX_BYTES = 50_000_000
"""What one submission may weigh; of a larger one no more than a byte beyond this is read."""


@dataclass(frozen=True)
class Submission:
    """One student's hand-in, light enough to hold a hundred thousand of them.

    Attributes
    ----------
    student : str
    files : callable
        Gives the content of each file by its path inside the submission's folder; an OSError
        where one cannot be read.

    Examples
    --------
    >>> submission = Submission("ada", lambda: {"losses.ipynb": b"{}"})
    >>> len(submission.digest)
    64
    """

    student: str
    files: Callable[[], Mapping[str, bytes]]

    @classmethod
    def of_folder(cls, student: str, folder: Path) -> "Submission":
        """The files below a folder; links are left out, wherever they point."""
        return cls(student, partial(_read_folder, Path(folder)))

    @classmethod
    def of_notebook(cls, student: str, assignment: str, notebook) -> "Submission":
        """A notebook in memory, handed in under the assignment's name."""
        content = nbformat.writes(notebook).encode()
        return cls(student, lambda: {f"{assignment}.ipynb": content})

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and contents, in the names' order."""
        sha = hashlib.sha256()
        for name, content in sorted(self.files().items()):
            for part in (name.encode(errors="surrogateescape"), content):
                sha.update(len(part).to_bytes(8, "big"))
                sha.update(part)
        return sha.hexdigest()


def _read_folder(folder: Path) -> dict[str, bytes]:
    files, left = {}, MAX_BYTES + 1
    for directory, subfolders, names in os.walk(folder, onerror=_raise):
        subfolders.sort()
        for name in sorted(names):
            path = Path(directory, name)
            if path.is_symlink() or not path.is_file() or not left:
                continue
            with open(path, "rb") as file:
                content = file.read(left)
            left -= len(content)
            files[path.relative_to(folder).as_posix()] = content
    return files


def _raise(error: OSError) -> None:
    """Say that a folder cannot be read, which `os.walk` would pass over."""
    raise error
