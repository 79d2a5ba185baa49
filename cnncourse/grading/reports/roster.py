"""Which row of a learning platform's list is which student's, and the grade that goes there."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from cnncourse.grading.result import NEEDS_A_LOOK, TO_READ, Result

NO_ROWS = "no rows fit"
"""Why a student is in no row: none has the name or number."""

Way = Callable[[str], set[int]]
"""Finds the rows that fit a student's name."""


@dataclass
class Export:
    """What went into a platform's file, and what did not. Nothing is left out silently.

    Attributes
    ----------
    grades : list of float or None
        Grade of each row of the platform's file; None where there is none.
    rows : set of int
        Rows of students who handed in: their grade is written, or left empty. Other rows stay.
    max_score : float or None
        Full marks of the assignment; None without results.
    needs_a_look, to_be_read : list of str
        Students whose grade is left empty because their submission is not settled.
    unmatched : dict of str to str
        Students who could not be put into any row, and why.
    capped : list of str
        Students with more points, thanks to the bonus, than the platform takes.
    excused : list of str
        Students whom the platform excuses: their row stays as it is.
    """

    grades: list[float | None]
    rows: set[int] = field(default_factory=set)
    max_score: float | None = None
    needs_a_look: list[str] = field(default_factory=list)
    to_be_read: list[str] = field(default_factory=list)
    unmatched: dict[str, str] = field(default_factory=dict)
    capped: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)

    @property
    def num_filled(self) -> int:
        """Rows with a grade."""
        return sum(grade is not None for grade in self.grades)


def assign(
    results: Iterable[Result],
    ways: list[Way],
    num_rows: int,
    *,
    originals: Mapping[str, str] | None = None,
    cap: bool = False,
    excused: Set[int] = frozenset(),
) -> Export:
    """Put each grade into the one row that is its student's.

    A student goes into a row only if the first way that finds any row finds one alone, and no
    other student goes there: a grade must not reach somebody else.

    Parameters
    ----------
    results : iterable of Result
    ways : list of Way
        The best first.
    num_rows : int
    originals : mapping of str to str, optional
        The name that a student's hand-in had on the platform, where it is not the student's id.
    cap : bool
        Whether a grade ends at full marks.
    excused : set of int
        Rows that say that their student is excused.

    Returns
    -------
    Export
    """
    export = Export([None] * num_rows)
    claims: dict[int, list[tuple[str, str, float | None]]] = defaultdict(list)
    for r in results:
        export.max_score = r.max_score if r.points else export.max_score
        rows = _rows_of((originals or {}).get(r.student, r.student), ways)
        if len(rows) == 1:
            grade = None if r.score is None else r.score + r.bonus_score
            claims[next(iter(rows))].append((r.student, r.status, grade))
        else:
            export.unmatched[r.student] = f"{len(rows)} rows fit" if rows else NO_ROWS
        export.rows |= rows
    for row, students in claims.items():
        if len(students) > 1:
            names = ", ".join(student for student, _, _ in students)
            export.unmatched |= {student: f"one row fits {names}" for student, _, _ in students}
            continue
        ((student, status, grade),) = students
        if row in excused:
            export.excused.append(student)
        elif status == TO_READ:
            export.to_be_read.append(student)
        elif status == NEEDS_A_LOOK or grade is None:
            export.needs_a_look.append(student)
        else:
            if cap and grade > export.max_score:
                export.capped.append(student)
                grade = export.max_score
            export.grades[row] = grade
    export.rows -= excused
    return export


def by_id(ids: Iterable[str]) -> Way:
    """Find rows by an identifier, of which only the letter case may differ."""
    return _way([[text] for text in ids], _without_case)


def by_name(names: Iterable[Iterable[str]]) -> Way:
    """Find rows by a name; case, spaces and punctuation differ between folders and platforms."""
    return _way(names, _letters)


def by_number(numbers: Iterable[str], names: Iterable[Iterable[str]]) -> Way:
    """Find rows by the number behind a name that ends as the row's does.

    Moodle puts a team's name in front, "Team 3-Ada Lovelace_501". A number alone does not do: a
    student who was called "ada_501" by somebody else has another one.
    """
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for row, (number, own) in enumerate(zip(numbers, names, strict=True)):
        found[number].append((row, tuple(letters for name in own if (letters := _letters(name)))))

    def way(student: str) -> set[int]:
        name, _, number = student.rpartition("_")
        return {row for row, ends in found.get(number, ()) if _letters(name).endswith(ends)}

    return way


def in_both_orders(name: str) -> list[str]:
    """A name as platforms write it, with the family name first or last.

    Examples
    --------
    >>> in_both_orders("Lovelace, Ada"), in_both_orders("Ada Lovelace")
    (['Lovelace Ada', 'Ada Lovelace'], ['Ada Lovelace', 'Lovelace Ada'])
    """
    last, comma, first = name.strip().partition(",")
    if not comma:
        first, _, last = last.rpartition(" ")
        return [f"{first} {last}".strip(), f"{last} {first}".strip()]
    return [f"{last} {first.strip()}", f"{first.strip()} {last}"]


def _way(names: Iterable[Iterable[str]], key: Callable[[str], str]) -> Way:
    found: dict[str, set[int]] = defaultdict(set)
    for row, own in enumerate(names):
        for name in own:
            found[key(name)].add(row)
    found.pop("", None)
    return lambda name: found.get(key(name), set())


def _rows_of(student: str, ways: list[Way]) -> set[int]:
    return next((rows for way in ways if (rows := way(student))), set())


def _without_case(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
