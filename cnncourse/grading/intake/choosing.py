"""Which of the notebooks that a student handed in is the one to grade."""

from dataclasses import dataclass

from cnncourse.grading.intake.archives import Member, RefusedError
from cnncourse.grading.intake.lms_names import is_notebook_name, revision, stem
from cnncourse.grading.notebooks.cell_matching import (
    MIN_COVERAGE,
    Given,
    coverage,
    is_answer,
    match,
    same_text,
)
from cnncourse.grading.notebooks.edits import framework_of
from cnncourse.grading.notebooks.notebook_file import NotANotebookError, read_notebook


@dataclass(frozen=True)
class File:
    """A file of the student's, and what is in it."""

    member: Member
    content: bytes


@dataclass(frozen=True)
class Candidate(File):
    """A notebook that may be the one to grade.

    Attributes
    ----------
    coverage : float
        Share of the assignment's answers and tests that it has.
    edited : bool
        Whether one of its answers is other than blank.
    code : str
        What its code cells say.
    framework : str or None
        The one that it picks; None where it leaves no choice, or is not clear.
    """

    coverage: float
    edited: bool
    code: str
    framework: str | None


@dataclass(frozen=True)
class Reference:
    """What a notebook of the assignment looks like.

    Attributes
    ----------
    assignment : str
    given : list of Given
    is_blank : bool
        Whether these are the cells that students got, so that an answer can be told from a blank.
    """

    assignment: str
    given: list[Given]
    is_blank: bool

    @classmethod
    def of(cls, course, assignment: str) -> "Reference":
        """The student version; before it has been made, the notebook with the solution."""
        notebook = course.source(assignment)
        released = (course.root / "exercises" / assignment / f"{assignment}.ipynb").is_file()
        if released:
            notebook = course.released(assignment)
        given = [Given(index, cell) for index, cell in enumerate(notebook.cells)]
        return cls(assignment, given, released)

    def candidate(self, file: File) -> Candidate:
        """What the notebook in a file has of the assignment."""
        notebook, _ = read_notebook(file.content)
        cells = notebook.cells
        found = match(cells, self.given)
        edited = self.is_blank and any(
            is_answer(g.cell) and not same_text(cells[position], g.cell)
            for position, g in found.items()
        )
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        covered = coverage(cells, found, self.given)
        framework = framework_of(notebook)
        return Candidate(file.member, file.content, covered, edited, code, framework)


def choose(
    files: list[File], reference: Reference, notes: list[str]
) -> tuple[Candidate, list[File]]:
    """The notebook to grade, and the student's other notebooks.

    The one that has most of the assignment's answers and tests; among those with at least half as
    many, an edited one rather than a blank one, and then the newest.

    Raises
    ------
    RefusedError
        If there is no notebook, or none of this assignment.
    NotANotebookError
        If none can be read.
    """
    named = [file for file in files if is_notebook_name(file.member.name)]
    readable, unreadable = _candidates(named, reference)
    if not named:
        # A download may have lost the ending: what reads as a notebook is one.
        texts = [f for f in files if f.member.name.lower().endswith((".json", ".txt"))]
        readable, _ = _candidates(texts, reference)
    if not readable and not unreadable:
        names = ", ".join(repr(file.member.name) for file in files[:5]) or "nothing"
        raise RefusedError(f"there is no notebook among what was handed in: {names}")
    if not readable:
        raise NotANotebookError("; ".join(unreadable.values()))
    most = max(candidate.coverage for candidate in readable)
    if most < MIN_COVERAGE:
        names = ", ".join(repr(candidate.member.name) for candidate in readable[:5])
        raise RefusedError(f"{names} has hardly a cell of {reference.assignment}")
    able = [candidate for candidate in readable if 2 * candidate.coverage >= most]
    chosen = max(able, key=lambda candidate: _rank(candidate, reference.assignment))
    others = [f for f in [*readable, *named] if f.member is not chosen.member]
    others = list({id(file.member): file for file in others}.values())
    if others:
        left = ", ".join(repr(file.member.name) for file in others[:5])
        notes.append(f"graded is {chosen.member.name!r} of {len(others) + 1} notebooks, not {left}")
    notes += unreadable.values()
    return chosen, others


def _rank(candidate: Candidate, assignment: str) -> tuple:
    name = candidate.member.name
    return (
        candidate.edited,
        candidate.member.time or 0.0,
        revision(name),
        stem(name).casefold() == assignment.casefold(),
        name,
    )


def _candidates(files: list[File], reference: Reference) -> tuple[list[Candidate], dict[str, str]]:
    readable, unreadable = [], {}
    for file in files:
        try:
            readable.append(reference.candidate(file))
        except NotANotebookError as problem:
            unreadable[file.member.name] = f"{file.member.name!r} {problem}"
    return readable, unreadable
