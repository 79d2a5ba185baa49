"""Whose file is it? Canvas, Moodle and instructors each name what they collect in their own way."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import takewhile

from cnncourse.grading.intake.archives import EMPTY, Member, empty_folder
from cnncourse.grading.intake.platform_names import canvas_name, moodle_name

_NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json|ipynb))*$", re.IGNORECASE)
COPY_OF, COPY = r"(?:copy of|kopie von|copie de|copia de)\s+", r"[\s-]+(?:copy|kopie)\s*\d*"
"""What systems and browsers put before and behind a copy's name, in any case of letters."""

# "Copy of losses", "losses (1)", "losses - Copy", "losses-Copy1"
_COPY = re.compile(rf"^{COPY_OF}|\s*\(\d+\)$|{COPY}$", re.IGNORECASE)
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
    problem : str
        Why it is not clear whose they are, as a sentence without its end; empty if it is.
    """

    original: str
    members: list[Member] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True)
class _Claim:
    """Whose a file says that it is.

    Attributes
    ----------
    original : str
        As in `StudentFiles`.
    parts : tuple of str
        Its path where the student's own begins.
    number : str
        The one of Moodle, which no two students have; empty elsewhere.
    problem : str
        As in `StudentFiles`.
    """

    original: str
    parts: tuple[str, ...]
    number: str = ""
    problem: str = ""


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


def by_student(
    members: Iterable[Member], assignment: str, download: str = ""
) -> list[StudentFiles]:
    """Sort files by students.

    Known are a folder per student (with the notebook in it, or in a folder of the assignment's
    name), Canvas' and Moodle's names, and flat files that are called after the student. A folder
    around all of it does not count.

    Parameters
    ----------
    members : iterable of Member
    assignment : str
        Its name says nothing about the student: "ada_losses.ipynb" is ada's.
    download : str
        Name of the folder or archive: one of the same name within it is a folder around all.

    Returns
    -------
    list of StudentFiles
        By the students' names. A file that names no student stands by its own name; one that may
        be of two has a problem.

    Examples
    --------
    >>> members = [Member((name,), None, None) for name in ("ada_1_2_a.ipynb", "ada_1_3_b.py")]
    >>> [(files.original, len(files.members)) for files in by_student(members, "losses")]
    [('ada_1', 2)]
    """
    download = unicodedata.normalize("NFC", download)
    members = _without_wrapper(_without_junk(members), assignment, download)
    found: dict[str, StudentFiles] = {}
    names: dict[str, set[str]] = defaultdict(set)
    for member, claim in zip(members, _claims(members, assignment), strict=True):
        files = found.setdefault(claim.original, StudentFiles(claim.original))
        files.members.append(replace(member, parts=claim.parts))
        files.problem = files.problem or claim.problem
        names[claim.number].add(claim.original)
    for number, originals in names.items():
        if number and len(originals) > 1:
            shared = ", ".join(map(repr, sorted(originals)))
            problem = f"{shared} have one number: put each into a folder of the right one's name"
            for original in originals:
                found[original].problem = problem
    for files in found.values():
        there = [m for m in files.members if m.problem != EMPTY] or files.members[:1]
        files.members = _of_assignment(there, assignment)
    return [found[original] for original in sorted(found)]


def _claims(members: list[Member], assignment: str) -> list[_Claim]:
    """Whose each file says that it is; a name that may be of another who is there, too, does not.

    Students choose what they are called and what their files are called, and some choose what
    looks like the name of somebody else's file.
    """
    strangers = _not_from_canvas(members)
    flat = [m.parts[0] for m in members if _is_flat(m)]
    canvas = {top: name for top in flat if (name := canvas_name(top)) and top not in strangers}
    sure = {name.student for name in canvas.values() if not name.unsure}
    claims = []
    for member in members:
        top, rest = member.parts[0], member.parts[1:]
        twice = f"{top!r} may be from two students: put it into a folder of the right one's name"
        if moodle := moodle_name(top, is_folder=not _is_flat(member)):
            own = (moodle.file, *rest) if moodle.file else rest
            if moodle.unsure:
                claims.append(_Claim(top, member.parts, problem=twice))
            else:
                claims.append(_Claim(moodle.student, own or (top,), moodle.number))
        elif not _is_flat(member):
            claims.append(_Claim(top, rest or (top,)))
        elif top not in canvas:
            claims.append(_Claim(_bare(top, assignment), (top,)))
        elif canvas[top].unsure and canvas[top].student in sure and _may_be_graded(top):
            claims.append(_Claim(top, (top,), problem=twice))
        else:
            claims.append(_Claim(canvas[top].student, (canvas[top].file,)))
    return claims


def _is_flat(member: Member) -> bool:
    """Whether a file lies in no student's folder."""
    return len(member.parts) == 1 and not member.is_folder


def _may_be_graded(name: str) -> bool:
    return is_notebook_name(name) or name.lower().endswith(".zip")


def _not_from_canvas(members: list[Member]) -> set[str]:
    """Names that look like Canvas's, but whose numbers of uploads stand for several files.

    Such as hw_1_2_ada.ipynb and hw_1_2_bo.ipynb.
    """
    uploads: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for member in members:
        name = canvas_name(member.parts[0]) if _is_flat(member) else None
        if name and name.upload:
            uploads[name.upload][stem(name.file).casefold()].add(member.parts[0])
    several = [files for files in uploads.values() if len(files) > 1]
    return {name for files in several for names in files.values() for name in names}


def _bare(file: str, assignment: str) -> str:
    """A file's name without its ending and the assignment's name: the student's, if it has any."""
    name = stem(file)
    if name == file:
        name = file.rsplit(".", 1)[0]
    name = re.sub(
        rf"^{re.escape(assignment)}[\s_-]+|[\s_-]+{re.escape(assignment)}([\s_-]\d+)?$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    return name or file


def _without_junk(members: Iterable[Member]) -> list[Member]:
    """Leave out what nobody handed in; a folder in which nothing else is counts as empty."""
    kept, emptied = [], set()
    for member in members:
        if is_junk(member.parts):
            emptied.add(tuple(takewhile(lambda part: not is_junk((part,)), member.parts)))
        else:
            kept.append(member)
    filled = {m.parts[:n] for m in kept for n in range(len(m.parts))}
    return kept + [empty_folder(parts) for parts in sorted(emptied - filled - {()})]


def _without_wrapper(members: list[Member], assignment: str, download: str) -> list[Member]:
    """Leave out a folder that is around everything, unless it is the one of a single student."""
    while True:
        sound = [m.parts for m in members if not m.problem]
        # An empty folder is one that a file could be in.
        sound += [(*m.parts, "") for m in members if m.problem == EMPTY]
        tops = {parts[0] for parts in sound}
        if len(tops) != 1 or not _is_wrapper(tops.pop(), sound, assignment, download):
            return members
        top = sound[0][0]
        members = [
            replace(m, parts=m.parts[1:]) if m.parts[0] == top and len(m.parts) > 1 else m
            for m in members
        ]


def _is_wrapper(top: str, paths: list[tuple[str, ...]], assignment: str, download: str) -> bool:
    if moodle_name(top, is_folder=True) or any(len(parts) == 1 for parts in paths):
        return False
    second = {parts[1] for parts in paths}
    if all(canvas_name(name) or moodle_name(name, is_folder=True) for name in second):
        return True
    if assignment.casefold() in {name.casefold() for name in second}:
        return False
    if top.casefold() == download.casefold():
        return True
    return len(second) > 1 and all(len(parts) > 2 for parts in paths)


def _of_assignment(members: list[Member], assignment: str) -> list[Member]:
    """Only what lies in the assignment's own folder, where the student has one."""
    name = assignment.casefold()
    own = [m for m in members if len(m.parts) > 1 and m.parts[0].casefold() == name]
    return [replace(m, parts=m.parts[1:]) for m in own] or members
