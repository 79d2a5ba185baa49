"""Put a hand-in to where it is graded: whole or not at all, and never over an earlier one."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cnncourse.grading.intake.file_names import file_name

NOT_GRADED = ".not_graded"
"""In a student's folder: earlier hand-ins and other notebooks. No shell pattern of nbgrader's
matches it, and it lies beside the assignments, not in them."""

_DRAFT = ".taking_in-"
# nbgrader reads the time of the hand-in from this file: a student's own would be believed.
_NBGRADERS = {"timestamp.txt"}


def place(
    notebook: bytes,
    time: float | None,
    along: Mapping[tuple[str, ...], bytes],
    others: Mapping[str, bytes],
    student: Path,
    assignment: str,
    notes: list[str],
) -> Path:
    """Write a hand-in into the student's folder.

    Parameters
    ----------
    notebook : bytes
    time : float or None
        When it was changed last, in seconds since 1970.
    along : mapping of tuple of str to bytes
        Files that came with it, by their paths.
    others : mapping of str to bytes
        The student's other notebooks, by name: kept, but not graded.
    student : Path
        The student's folder in submitted/.
    assignment : str
    notes : list of str
        Where it is said what happened to an earlier hand-in.

    Returns
    -------
    Path
        The folder that is graded: this hand-in's, or a newer one's that was there already.
    """
    student.mkdir(parents=True, exist_ok=True)
    for draft in student.glob(f"{_DRAFT}*"):  # of a run that was killed
        shutil.rmtree(draft)
    kept = student / NOT_GRADED / assignment
    for name, content in others.items():
        _move(_draft(student, {file_name(name): content}, None), kept / f"other-{_hash(content)}")
    files = {f"{assignment}.ipynb": notebook} | _safe(along, assignment, notes)
    folder = student / assignment
    old = folder / f"{assignment}.ipynb"
    if folder.exists() and _files_in(folder) == files:
        return folder
    draft = _draft(student, files, time)
    if time is not None and old.is_file() and old.stat().st_mtime > time:
        earlier = _move(draft, kept / f"earlier-{_hash(notebook)}")
        notes.append(f"older than the hand-in that is there: kept in {_short(earlier, student)}")
        return folder
    if folder.exists():
        content = old.read_bytes() if old.is_file() else b""
        earlier = _move(folder, kept / f"earlier-{_hash(content)}")
        notes.append(f"replaces an earlier hand-in, kept in {_short(earlier, student)}")
    draft.rename(folder)
    return folder


def _draft(student: Path, files: Mapping[str, bytes], time: float | None) -> Path:
    """A folder of files that nobody takes for a hand-in yet."""
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=student))
    draft.chmod(0o755)
    for name, content in files.items():
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if time is not None:
            os.utime(path, (time, time))
    return draft


def _move(folder: Path, at: Path) -> Path:
    """Move a folder; what has the same name was there before and stays under another."""
    at.parent.mkdir(parents=True, exist_ok=True)
    if at.exists() and _files_in(at) == _files_in(folder):
        shutil.rmtree(folder)
        return at
    free, number = at, 1
    while free.exists():
        number += 1
        free = at.with_name(f"{at.name}-{number}")
    return folder.rename(free)


def _safe(
    along: Mapping[tuple[str, ...], bytes], assignment: str, notes: list[str]
) -> dict[str, bytes]:
    """Paths that stay in the folder; of two that a file system may take for one, the first."""
    files: dict[str, bytes] = {}
    used = {f"{assignment}.ipynb".casefold()}
    folders: set[str] = set()
    for parts, content in along.items():
        names = [file_name(part) for part in parts]
        path = "/".join(names)
        above = {"/".join(names[:n]).casefold() for n in range(1, len(names))}
        if path in _NBGRADERS:
            continue
        if path.casefold() in used | folders or above & used:
            notes.append(f"{path!r} is there twice: one was left out")
            continue
        files[path] = content
        used.add(path.casefold())
        folders |= above
    return files


def _files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _short(folder: Path, student: Path) -> str:
    return folder.relative_to(student.parent).as_posix()
