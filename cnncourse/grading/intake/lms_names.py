"""Whose file is it? Canvas, Moodle and instructors each name what they collect in their own way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cnncourse.grading.intake.archives import Member

# lovelaceada_LATE_12345_67890_losses-1.ipynb: name, who, which submission, the student's file.
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?:LATE_)?(?P<number>\d+)_(?P<submission>\d+)_(?P<file>.+)")
# Ada Lovelace_123456_assignsubmission_file_/losses.ipynb, or with the file's name behind it.
_MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)"
)
_NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json|ipynb))*$", re.IGNORECASE)
# "Copy of losses", "losses (1)", "losses - Copy", "losses-Copy1"
_COPY = re.compile(
    r"^(copy of|kopie von|copie de|copia de)\s+|\s*\(\d+\)$|[\s-]+(copy|kopie)\s*\d*$",
    re.IGNORECASE,
)
_REVISION = re.compile(r"(?:[-_ ]|\()(\d{1,3})\)?$")
_JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}


@dataclass
class StudentFiles:
    """The files of one student.

    Attributes
    ----------
    original : str
        The student's name in the folder or archive, with the number that the LMS adds to it.
    members : list of Member
        Their paths begin where the student's own do.
    """

    original: str
    members: list[Member] = field(default_factory=list)


def is_junk(parts: tuple[str, ...]) -> bool:
    """Whether systems and editors made this file: macOS' forks, checkpoints, hidden files."""
    return any(part in _JUNK or (part[0] == "." and part[:2] != "..") for part in parts)


def is_notebook_name(name: str) -> bool:
    """Whether a file is named as a notebook, with what browsers append to it.

    Examples
    --------
    >>> [is_notebook_name(n) for n in ("a.ipynb", "a.ipynb.txt", "a.ipynb (1)", "a.txt")]
    [True, True, True, False]
    """
    return ".ipynb" in name.lower()


def stem(name: str) -> str:
    """A file's name without its ending and without the signs of a copy.

    Examples
    --------
    >>> [stem(n) for n in ("losses (1).ipynb", "Copy of losses.ipynb", "losses.ipynb.txt")]
    ['losses', 'losses', 'losses']
    """
    bare = re.sub(r"(\.ipynb)\s*\(\d+\)$", r"\1", name, flags=re.IGNORECASE)
    bare = _NOTEBOOK.sub("", bare)
    bare = re.sub(r"\.(json|txt|zip)$", "", bare, flags=re.IGNORECASE)
    before = None
    while before != bare:
        before, bare = bare, _COPY.sub("", bare).strip()
    return bare


def revision(name: str) -> int:
    """The number that a download or a later hand-in got: 2 for "losses-2.ipynb"; 0 for none."""
    match = _REVISION.search(_NOTEBOOK.sub("", name))
    return int(match[1]) if match else 0


def by_student(members: Iterable[Member], assignment: str, source: str = "") -> list[StudentFiles]:
    """Sort files by students.

    Known are a folder per student (with the notebook in it, or in a folder of the assignment's
    name), Canvas' and Moodle's names, and flat files that are called after the student. A folder
    around all of it does not count.

    Parameters
    ----------
    members : iterable of Member
    assignment : str
        Its name says nothing about the student: "ada_losses.ipynb" is ada's.
    source : str
        Name of the folder or archive: one of the same name within it is a folder around all.

    Returns
    -------
    list of StudentFiles
        By the students' names. A file that names no student stands by its own name.
    """
    members = _without_wrapper([m for m in members if not is_junk(m.parts)], assignment, source)
    found: dict[str, StudentFiles] = {}
    for member in members:
        original, parts = _student(member.parts, assignment)
        given = found.setdefault(original, StudentFiles(original))
        given.members.append(replace(member, parts=parts))
    for given in found.values():
        given.members = _of_assignment(given.members, assignment)
    return [found[original] for original in sorted(found)]


def _student(parts: tuple[str, ...], assignment: str) -> tuple[str, tuple[str, ...]]:
    """The student that a path names, and the rest of it."""
    top, rest = parts[0], parts[1:]
    if moodle := _MOODLE.fullmatch(top):
        own = (moodle["file"], *rest) if moodle["file"] else rest
        return f"{moodle['name']}_{moodle['number']}", own or (top,)
    if rest:
        return top, rest
    if canvas := _CANVAS.fullmatch(top):
        return f"{canvas['name']}_{canvas['number']}", (canvas["file"],)
    name = stem(top)
    if name == top:
        name = top.rsplit(".", 1)[0]
    name = re.sub(
        rf"^{re.escape(assignment)}[\s_-]+|[\s_-]+{re.escape(assignment)}([\s_-]\d+)?$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    return name or top, (top,)


def _without_wrapper(members: list[Member], assignment: str, source: str) -> list[Member]:
    """Leave out a folder that is around everything, unless it is the one of a single student."""
    while True:
        sound = [m.parts for m in members if not m.problem]
        tops = {parts[0] for parts in sound}
        if len(tops) != 1 or not _is_wrapper(tops.pop(), sound, assignment, source):
            return members
        top = sound[0][0]
        members = [
            replace(m, parts=m.parts[1:]) if m.parts[0] == top and len(m.parts) > 1 else m
            for m in members
        ]


def _is_wrapper(top: str, paths: list[tuple[str, ...]], assignment: str, source: str) -> bool:
    if _MOODLE.fullmatch(top) or any(len(parts) == 1 for parts in paths):
        return False
    second = {parts[1] for parts in paths}
    if all(_CANVAS.fullmatch(name) or _MOODLE.fullmatch(name) for name in second):
        return True
    if assignment.casefold() in {name.casefold() for name in second}:
        return False
    if top.casefold() == source.casefold():
        return True
    return len(second) > 1 and all(len(parts) > 2 for parts in paths)


def _of_assignment(members: list[Member], assignment: str) -> list[Member]:
    """Only what lies in the assignment's own folder, where the student has one."""
    name = assignment.casefold()
    own = [m for m in members if len(m.parts) > 1 and m.parts[0].casefold() == name]
    return [replace(m, parts=m.parts[1:]) for m in own] or members
