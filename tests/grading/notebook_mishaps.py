"""What editors and accidents do to the notebooks of students."""

import copy
import json

import nbformat
from nbformat.v4 import new_code_cell
from scaling_course import RIGHT

from cnncourse.grading.notebooks.edits import with_answers


def at(notebook, name):
    """Place of the first cell of a grade id (or an id)."""
    return next(
        place
        for place, cell in enumerate(notebook.cells)
        if name in (cell.metadata.get("nbgrader", {}).get("grade_id"), cell.get("id"))
    )


def deleted(*names):
    def mishap(notebook):
        for name in names:
            del notebook.cells[at(notebook, name)]

    return mishap


def moved(name, to):
    """Cut a cell and paste it: before the cell `to`, or to the end."""

    def mishap(notebook):
        cell = notebook.cells.pop(at(notebook, name))
        place = at(notebook, to) if to else len(notebook.cells)
        notebook.cells.insert(place, cell)

    return mishap


def added(source, before, kind=new_code_cell):
    def mishap(notebook):
        place = at(notebook, before) if before else len(notebook.cells)
        notebook.cells.insert(place, kind(source))

    return mishap


def copied(name, source=None, after=None):
    """Copy a cell with its mark, as JupyterLab does, and change the copy's source."""

    def mishap(notebook):
        cell = copy.deepcopy(notebook.cells[at(notebook, name)])
        cell["id"] = f"copy-of-{name}"
        cell.source = cell.source if source is None else source
        notebook.cells.insert(at(notebook, after or name) + 1, cell)

    return mishap


def blank_copy_after(name, released):
    """The answer copied to above the blank cell that stays."""

    def mishap(notebook):
        cell = copy.deepcopy(released.cells[at(released, name)])
        cell["id"] = f"blank-{name}"
        notebook.cells.insert(at(notebook, name) + 1, cell)

    return mishap


def split(name, line):
    """Split a cell before a line: both halves keep the mark."""

    def mishap(notebook):
        place = at(notebook, name)
        cell = notebook.cells[place]
        lines = cell.source.splitlines()
        second = copy.deepcopy(cell)
        cell.source, second.source = "\n".join(lines[:line]), "\n".join(lines[line:])
        second["id"] = f"second-{name}"
        notebook.cells.insert(place + 1, second)

    return mishap


def merged(first, *others):
    """Merge cells: the first one's mark stays."""

    def mishap(notebook):
        into = notebook.cells[at(notebook, first)]
        for name in others:
            cell = notebook.cells.pop(at(notebook, name))
            into.source = f"{into.source}\n\n{cell.source}"

    return mishap


def edited(name, source):
    def mishap(notebook):
        notebook.cells[at(notebook, name)].source = source

    return mishap


def retyped(name, kind):
    def mishap(notebook):
        cell = notebook.cells[at(notebook, name)]
        cell.cell_type = kind
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)

    return mishap


def without_marks(*names):
    """Lose nbgrader's marks on these cells, or on all."""

    def mishap(notebook):
        for cell in notebook.cells:
            if not names or cell.metadata.get("nbgrader", {}).get("grade_id") in names:
                cell.metadata.pop("nbgrader", None)

    return mishap


def without_ids(notebook):
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        cell.pop("id", None)


def with_schema(version):
    """Marks as an older nbgrader wrote them."""

    def mishap(notebook):
        for cell in notebook.cells:
            marks = cell.metadata.get("nbgrader")
            if marks:
                marks["schema_version"] = version
                marks.pop("task", None)
                marks.pop("cell_type", None)

    return mishap


def tagged(name, tag):
    def mishap(notebook):
        notebook.cells[at(notebook, name)].metadata["tags"] = [tag]

    return mishap


def marks(name, **changes):
    def mishap(notebook):
        notebook.cells[at(notebook, name)].metadata.setdefault("nbgrader", {}).update(changes)

    return mishap


def windows(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")


def reordered(*names):
    """The named cells in this order, behind all others."""

    def mishap(notebook):
        for name in names:
            moved(name, None)(notebook)

    return mishap


def handed_in(released, answers=RIGHT, *mishaps) -> bytes:
    """The bytes of a notebook with these answers, after mishaps."""
    notebook = with_answers(released, answers)
    for mishap in mishaps:
        mishap(notebook)
    return json.dumps(notebook).encode()


def as_nbformat_3(data: bytes) -> bytes:
    notebook = nbformat.from_dict(json.loads(data))
    return nbformat.writes(notebook, version=3).encode()


def trial_above(name, source):
    """An earlier trial, with the mark of the answer, above it."""

    def mishap(notebook):
        place = at(notebook, name)
        cell = copy.deepcopy(notebook.cells[place])
        cell["id"], cell.source = f"trial-{name}", source
        notebook.cells.insert(place, cell)

    return mishap
