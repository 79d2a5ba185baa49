"""Which cell of a released notebook each handed-in cell is, whatever an editor did to it."""

import re
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from rapidfuzz import fuzz

_DEFINED = re.compile(
    r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE
)
# Cells that share this part of their text, in percent, are one cell that somebody edited.
_ALIKE = 85
# A notebook with less of the answers and tests is another assignment's, or beyond mending. Names
# such as "setup" are in all of them.
MIN_COVERAGE = 0.2
# Comparing is quadratic, and no cell that was given is longer or comes in such numbers.
_MAX_COMPARED, _MAX_LENGTH = 200, 20_000


@dataclass(frozen=True)
class Given:
    """A cell of the released notebook.

    Attributes
    ----------
    index : int
        Its position there.
    cell : NotebookNode
    """

    index: int
    cell: NotebookNode

    @property
    def name(self) -> str | None:
        """Its grade id; None for a cell that nbgrader leaves alone."""
        marks = self.cell.metadata.get("nbgrader", {})
        kept = is_answer(self.cell) or utils.is_locked(self.cell) or utils.is_task(self.cell)
        return marks.get("grade_id") if kept else None


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student is to write this cell."""
    return bool(utils.is_solution(cell))


def is_test(cell: NotebookNode) -> bool:
    """Whether nbgrader scores the cell by its outputs."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def names_in(source: str) -> set[str]:
    r"""Names that code gives a value at its top level.

    Examples
    --------
    >>> sorted(names_in("best = 0.1\ndef loss(x):\n    total = 0\nclass Net: pass"))
    ['Net', 'best', 'loss']
    """
    return {name for match in _DEFINED.findall(source) for name in match if name}


def same_text(a: NotebookNode, b: NotebookNode) -> bool:
    """Whether two cells say the same, but for blanks at the ends of lines."""
    return plain(a.source) == plain(b.source)


def likeness(a: NotebookNode, b: NotebookNode) -> float:
    """Share of their text that two cells have in common, in percent; 0 if they are not alike."""
    return fuzz.ratio(a.source[:_MAX_LENGTH], b.source[:_MAX_LENGTH], score_cutoff=_ALIKE)


def match(cells: list[NotebookNode], given: list[Given]) -> dict[int, Given]:
    """Find the released cell that each handed-in cell was made from.

    What identifies a cell, most certain first: nbgrader's mark, the cell's id, its text, nearly its
    text, the name that an answer defines, and last its position between two cells that are known.

    Parameters
    ----------
    cells : list of NotebookNode
        The handed-in ones.
    given : list of Given
        The released ones, in order.

    Returns
    -------
    dict of int to Given
        By the position of the handed-in cell; cells that the student added are left out. A released
        cell can be there several times.
    """
    found: dict[int, Given] = {}
    _by_key(found, cells, {g.name: g for g in given if g.name}, _mark)
    _by_key(found, cells, {g.cell.get("id"): g for g in given}, lambda cell: cell.get("id"))
    _by_text(found, cells, given)
    _by_likeness(found, cells, given)
    _by_definition(found, cells, given)
    if any(g.name for g in found.values()):
        _by_position(found, cells, given)
    return found


def coverage(cells: list[NotebookNode], found: dict[int, Given], given: list[Given]) -> float:
    """Share of the answers and tests that a notebook has, wherever it has them.

    Parameters
    ----------
    cells : list of NotebookNode
        The handed-in ones.
    found : dict of int to Given
        What `match` says of them.
    given : list of Given
        The released ones.
    """
    there = {g.index for g in found.values()}
    defined = {name for cell in cells if cell.cell_type == "code" for name in names_in(cell.source)}
    wanted = [g for g in given if is_answer(g.cell) or utils.is_grade(g.cell)]
    have = [g for g in wanted if g.index in there or is_defined(g, defined)]
    return len(have) / max(1, len(wanted))


def is_defined(g: Given, names: set[str]) -> bool:
    """Whether an answer's names are all among these."""
    return is_answer(g.cell) and bool(names_in(g.cell.source)) and names_in(g.cell.source) <= names


def _mark(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _by_key(found, cells, known: dict, key) -> None:
    for position, cell in enumerate(cells):
        if position not in found and key(cell) is not None and key(cell) in known:
            found[position] = known[key(cell)]


def _by_text(found, cells, given) -> None:
    """A released text found word for word; of an answer that means a blank one."""
    by_text: dict[tuple[str, str], list[Given]] = {}
    for g in _missing(found, given):
        by_text.setdefault((g.cell.cell_type, plain(g.cell.source)), []).append(g)
    for position, cell in _unknown(found, cells):
        alike = by_text.get((cell.cell_type, plain(cell.source)))
        if alike:
            # Two blanks for text can say the same words: the first is the first one's.
            found[position] = alike.pop(0) if len(alike) > 1 else alike[0]


def _by_definition(found, cells, given) -> None:
    """Answers by the names they define; blank copies were found by their text already."""
    settled = {
        g.index
        for position, g in found.items()
        if _mark(cells[position]) == g.name or not same_text(cells[position], g.cell)
    }
    wanted = [
        (g, names_in(g.cell.source))
        for g in given
        if is_answer(g.cell) and g.cell.cell_type == "code" and g.index not in settled
    ]
    for position, cell in _unknown(found, cells):
        defined = names_in(cell.source)
        of = next((g for g, names in wanted if names & defined), None)
        if of is not None:
            found[position] = of


def _by_likeness(found, cells, given) -> None:
    """Given cells that were edited although they should not be, and those that may be."""
    missing = [g for g in _missing(found, given) if not is_answer(g.cell)]
    unknown = _unknown(found, cells)[:_MAX_COMPARED]
    pairs = sorted(
        (
            (likeness(cell, g.cell), position, g.index)
            for position, cell in unknown
            for g in missing
            if cell.cell_type == g.cell.cell_type
        ),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    taken = set()
    for ratio, position, index in pairs:
        if ratio and position not in found and index not in taken:
            found[position] = given[index]
            taken.add(index)


def _by_position(found, cells, given) -> None:
    """What a student wrote where an answer belongs, between the cells around it."""
    for g in _missing(found, given):
        if not is_answer(g.cell):
            continue
        before = [position for position, other in found.items() if other.index < g.index]
        after = [position for position, other in found.items() if other.index > g.index]
        start, end = max(before, default=-1) + 1, min(after, default=len(cells))
        written = [
            position
            for position, cell in _unknown(found, cells)
            if cell.cell_type == g.cell.cell_type and cell.source.strip()
        ]
        here = [position for position in written if start <= position < end]
        if not here and g.cell.cell_type == "markdown" and len(written) == 1:
            here = written  # the cells are out of order, but nothing else can be the answer
        if here:
            found[here[0]] = g


def _missing(found, given) -> list[Given]:
    there = {g.index for g in found.values()}
    return [g for g in given if g.index not in there]


def _unknown(found, cells) -> list[tuple[int, NotebookNode]]:
    return [(position, cell) for position, cell in enumerate(cells) if position not in found]


def plain(source: str) -> str:
    """What a source says, whatever its blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
