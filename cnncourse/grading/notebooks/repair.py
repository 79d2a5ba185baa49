"""Mend a handed-in notebook, so that nbgrader finds each cell once, marked, and in its order."""

import copy
from dataclasses import dataclass

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from cnncourse.grading.notebooks.cell_matching import (
    MIN_COVERAGE,
    Given,
    coverage,
    is_answer,
    is_defined,
    match,
    names_in,
    same_text,
)
from cnncourse.grading.notebooks.notebook_file import MARKS, NotANotebookError, read_notebook
from cnncourse.grading.notebooks.shown import only_shown, shows_only

_ELSEWHERE = "# This answer is in another cell."


class Tampering(str):
    """A remark on what students have no reason to change: what the tests are, and what they give.

    It is mended like anything else, but somebody should have a look.
    """


@dataclass
class _Item:
    """A cell of the mended notebook.

    `given` is the released cell that it stands for, None for one that the student added; `of` is
    the answer that it has to stay with, for another copy of it.
    """

    cell: NotebookNode
    given: Given | None = None
    of: Given | None = None

    @property
    def tracked(self) -> bool:
        return self.given is not None and self.given.name is not None


def notebook(text: bytes, released: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Read a handed-in notebook and mend what editors and accidents did to it.

    nbgrader refuses a notebook with a `grade_id` twice, fails when it puts back a test whose
    answer is gone too, and lets a cell without its mark score nothing. Afterwards

    - each marked cell of the released notebook is there once, with its released metadata and type;
    - locked cells say what was released;
    - of an answer that is there several times, the last copy that was edited counts. Earlier
      edited ones stay right where they run before it, as when a cell was split; blank ones go;
    - the marked cells are in the released order. If they were not, each cell that the student
      added moves with the answer below it, or else with the cell above it;
    - an answer that is gone is blank again, unless another cell defines its names.

    Outputs are dropped, since grading makes them anew, but for those of cells that only show
    something.

    Parameters
    ----------
    text : bytes
        Content of the file, as it was handed in.
    released : NotebookNode
        The student version, as `Course.released` gives it.

    Returns
    -------
    mended : NotebookNode
        Valid in nbformat 4. A notebook that needed no mending comes back cell by cell.
    remarks : list of str
        What was mended, each the end of a sentence on the notebook; empty for most. Some are
        `Tampering`.

    Raises
    ------
    NotANotebookError
        If it cannot be read, was written for another language than Python, or has less than a
        fifth of the assignment's answers and tests.
    """
    handed_in, remarks = read_notebook(text)
    language = handed_in.metadata.get("language", "python")
    if not language.lower().startswith(("python", "ipython")):
        raise NotANotebookError(f"was written for {language}, not for Python")
    given = [Given(index, cell) for index, cell in enumerate(released.cells)]
    found = match(handed_in.cells, given)
    if coverage(handed_in.cells, found, given) < MIN_COVERAGE:
        raise NotANotebookError("has hardly a cell of this assignment")
    items = _one_of_each(handed_in.cells, found, given, remarks)
    items = _in_order(items, remarks)
    _put_back(items, given, remarks)
    return _assemble(items, released), remarks


def _one_of_each(cells, found: dict[int, Given], given, remarks: list[str]) -> list[_Item]:
    """Each released cell once; of the other copies, those that may matter, without a mark."""
    positions: dict[int, list[int]] = {}
    for position, g in sorted(found.items()):
        positions.setdefault(g.index, []).append(position)
    counts = {
        index: _that_counts(cells, copies, given[index]) for index, copies in positions.items()
    }
    _remark_copies(remarks, cells, found, positions, given)
    gone = {
        name
        for g in given
        if is_answer(g.cell) and g.index not in positions
        for name in names_in(g.cell.source)
    }
    items = []
    for position, cell in enumerate(cells):
        g = found.get(position)
        if g is None:
            items.append(_Item(cell))
        elif position == counts[g.index]:
            items += _standing_for(cell, g, gone, remarks)
        elif not g.name or not same_text(cell, g.cell):
            items.append(_Item(cell, of=g if is_answer(g.cell) else None))
    return items


def _that_counts(cells, copies: list[int], g: Given) -> int:
    edited = [position for position in copies if not same_text(cells[position], g.cell)]
    if is_answer(g.cell):
        return (edited or copies)[-1]
    return next((position for position in copies if position not in edited), copies[0])


def _remark_copies(remarks, cells, found, positions, given) -> None:
    unmarked = {
        g.name for position, g in found.items() if g.name and not _marked(cells[position], g)
    }
    if unmarked:
        remarks.append(f"had lost nbgrader's marks on {_list(unmarked)}: found by other signs")
    for g in given:
        copies = positions.get(g.index, ())
        if g.name and len(copies) > 1:
            which = "the last edited one counts" if is_answer(g.cell) else "one was kept"
            remarks.append(f"had {g.name} {len(copies)} times: {which}")


def _marked(cell, g: Given) -> bool:
    return cell.metadata.get("nbgrader", {}).get("grade_id") == g.name


def _other_marks(cell, g: Given) -> bool:
    """Whether a mark has another value; one that an older nbgrader did not write is no other."""
    own, released = cell.metadata.nbgrader, g.cell.metadata.nbgrader
    return any(own[key] != released[key] for key in MARKS if key in own and key in released)


def _standing_for(cell, g: Given, gone: set[str], remarks: list[str]) -> list[_Item]:
    """The cell that stands for a released one, and what must not be lost with it."""
    if not g.name:
        return [_Item(cell, g)]
    if _marked(cell, g) and _other_marks(cell, g):
        remarks.append(Tampering(f"had other marks on {g.name} than were released"))
    if cell.cell_type != g.cell.cell_type:
        remarks.append(f"had {g.name} as a {cell.cell_type} cell")
    if is_answer(g.cell):
        return [_Item(cell, g)]
    items = [_Item(g.cell, g)]
    if not same_text(cell, g.cell):
        remark = Tampering if utils.is_grade(g.cell) else str
        text = f"had changes in the given cell {g.name}: it says again what was released"
        remarks.append(remark(text))
        if gone & names_in(cell.source):  # an answer was merged into it
            rest = cell.source.replace(g.cell.source, "").strip()
            items.append(_Item(nbformat.from_dict({**cell, "cell_type": "code", "source": rest})))
    return items


def _in_order(items: list[_Item], remarks: list[str]) -> list[_Item]:
    order = [item.given.index for item in items if item.tracked]
    if order == sorted(order):
        return items
    remarks.append("had its cells out of order: they are in the released order again")
    here, added = -1, []
    blocks: dict[int, list[_Item]] = {here: []}
    copies: dict[int, list[_Item]] = {}
    for item in items:
        if item.of is not None:
            copies.setdefault(item.of.index, []).append(item)
        elif item.given is None:
            added.append(item)
        else:
            index = item.given.index
            if is_answer(item.given.cell):
                blocks[index] = [*copies.get(index, ()), *added, item]
            else:
                blocks[here] += added
                blocks[index] = [item]
            here, added = index, []
    blocks[here] += added
    return [item for index in sorted(blocks) for item in blocks[index]]


def _put_back(items: list[_Item], given: list[Given], remarks: list[str]) -> None:
    """Insert the marked cells that are gone, each between the same ones as in the release."""
    there = {item.given.index for item in items if item.tracked}
    defined = {
        name
        for item in items
        if item.cell.cell_type == "code" and not (item.tracked and utils.is_locked(item.given.cell))
        for name in names_in(item.cell.source)
    }
    missing = [g for g in given if g.name and g.index not in there]
    for g in missing:
        cell = copy.deepcopy(g.cell)
        if is_defined(g, defined):
            cell.source = _ELSEWHERE
        items.insert(_insertion_point(items, g), _Item(cell, g))
    if missing:
        remarks.append(f"was without {_list(g.name for g in missing)}: put back")


def _insertion_point(items: list[_Item], g: Given) -> int:
    """Where a missing cell goes: a test as late as it may, for it needs what was added before."""
    start = 1 + max(
        (at for at, item in enumerate(items) if item.tracked and item.given.index < g.index),
        default=-1,
    )
    end = next(
        (at for at, item in enumerate(items) if item.tracked and item.given.index > g.index),
        len(items),
    )
    for at in range(start, end):
        if items[at].given is not None and items[at].given.index < g.index:
            start = at + 1
    if utils.is_grade(g.cell):
        while start < end and items[start].given is None:
            start += 1
    return start


def _assemble(items: list[_Item], released: NotebookNode) -> NotebookNode:
    mended = copy.deepcopy(released)
    mended.cells = []
    shown = only_shown(released)
    has_ids = (released.nbformat, released.nbformat_minor) >= (4, 5)
    for number, item in enumerate(items):
        cell = {"cell_type": item.cell.cell_type, "metadata": {}, "source": item.cell.source}
        name = f"added-{number}"
        if item.given is not None:
            name = item.given.cell.get("id", f"given-{item.given.index}")
            cell["metadata"] = copy.deepcopy(item.given.cell.metadata)
            if item.tracked:
                cell["cell_type"] = item.given.cell.cell_type
        if has_ids:
            cell["id"] = name
        if cell["cell_type"] == "code":
            outputs = item.cell.get("outputs", [])
            kept = outputs if shows_only(nbformat.from_dict(cell), shown) else []
            cell |= {"outputs": kept, "execution_count": None}
        elif "attachments" in item.cell:
            cell["attachments"] = item.cell.attachments
        mended.cells.append(nbformat.from_dict(cell))
    return mended


def _list(names) -> str:
    return ", ".join(sorted(names))
