"""Read what students hand in as a notebook: any encoding, nbformat 1 to 4, not all of it valid."""

import codecs
import json

import nbformat
from nbformat.notebooknode import NotebookNode

from cnncourse.errors import CourseError
from cnncourse.grading.notebooks.shown import joined, text_and_pictures

MARKS = ("grade", "locked", "points", "solution")
"""What nbgrader's mark says of a cell, beside its name; whoever reads it compares it, no more."""

_ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"{\x00": "utf-16-le",
    b"\x00{": "utf-16-be",
}
# Each bracket becomes an object in memory, 20 times its size: a notebook of plots has thousands.
_MAX_BRACKETS = 500_000
MAX_CELLS = 1000
"""Cells of a notebook, several times as many as one for teaching has: each takes its time."""


class NotANotebookError(CourseError):
    """A file that cannot be read as a notebook; the text is the end of a sentence on it."""


def read_notebook(data: bytes) -> tuple[NotebookNode, list[str]]:
    r"""Read a notebook, however it was saved, and leave out what grading does not need.

    Parameters
    ----------
    data : bytes
        Content of the file.

    Returns
    -------
    notebook : NotebookNode
        In nbformat 4 and valid: cells have their type, source with line ends "\n", metadata and,
        where they had one, their id. Of outputs, text and pictures are left. The metadata say the
        language, where the notebook says it.
    remarks : list of str
        What was unusual.

    Raises
    ------
    NotANotebookError
        If it is empty, cut off, or something else.

    Examples
    --------
    >>> text = '{"cells": [{"cell_type": "code", "source": ["x = 1"]}], "nbformat": 4}'
    >>> notebook, remarks = read_notebook(text.encode("utf-16"))
    >>> notebook.cells[0].source, remarks
    ('x = 1', ['was saved as utf-16'])
    """
    text, remarks = _decode(data)
    content = _parse(text)
    version = content.get("nbformat", 4 if "cells" in content else 3)
    if not isinstance(version, int) or not 1 <= version <= 4:
        raise NotANotebookError(f"is in nbformat {version}, which is not known here")
    found = content.get("cells")
    if version < 4:
        found = _flat(content)
        remarks.append(f"was in nbformat {version}")
    if not isinstance(found, list) or not found:
        raise NotANotebookError("is no notebook: it has no cells")
    if len(found) > MAX_CELLS:
        raise NotANotebookError(
            f"has {len(found):,} cells: clear it of all that are not needed, {MAX_CELLS:,} at most"
        )
    cells = [_clean(cell) for cell in found if isinstance(cell, dict)]
    metadata = _dict(content.get("metadata"))
    kept = {}
    language = _dict(metadata.get("kernelspec")).get("language")
    language = language or _dict(metadata.get("language_info")).get("name")
    if isinstance(language, str):
        kept["language"] = joined(language)
    notebook = {"cells": cells, "metadata": kept}
    return nbformat.from_dict(notebook | {"nbformat": 4, "nbformat_minor": 5}), remarks


def _decode(data: bytes) -> tuple[str, list[str]]:
    if not data.strip(b"\x00 \t\r\n"):
        raise NotANotebookError("is empty")
    encoding = next((name for start, name in _ENCODINGS.items() if data.startswith(start)), "utf-8")
    for attempt in (encoding, "cp1252"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        plain = attempt in ("utf-8", "utf-8-sig")
        return text, [] if plain else [f"was saved as {attempt}"]
    raise NotANotebookError("is no text, so no notebook")


def _parse(text: str) -> dict:
    if text.count("[") + text.count("{") > _MAX_BRACKETS:
        raise NotANotebookError("has too many parts for a notebook")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        begins = text.lstrip().startswith("{")
        raise NotANotebookError(
            "is cut off or damaged: its JSON cannot be read" if begins else "is no notebook"
        ) from None
    if not isinstance(content, dict):
        raise NotANotebookError("is no notebook: it has no cells")
    return content


def _flat(content: dict) -> list:
    """The cells of a notebook before nbformat 4, where they lay in worksheets."""
    sheets = content.get("worksheets")
    sheets = sheets if isinstance(sheets, list) else [content]
    cells = []
    for sheet in sheets:
        found = _dict(sheet).get("cells")
        cells += found if isinstance(found, list) else []
    return cells


def _clean(cell: dict) -> dict:
    """What grading needs of a cell, and nothing that nbformat would find invalid.

    Before nbformat 4, code was the cell's input, and headings were cells of their own.
    """
    kind = cell.get("cell_type")
    kind = "markdown" if kind in ("heading", "text") else kind
    kind = kind if kind in ("code", "markdown", "raw") else "raw"
    source = _source(cell.get("source", cell.get("input", cell.get("text"))))
    if cell.get("cell_type") == "heading" and cell.get("level") in range(1, 7):
        source = "#" * cell["level"] + " " + source
    clean = {"cell_type": kind, "metadata": {}, "source": source}
    if isinstance(cell.get("id"), str):
        clean["id"] = cell["id"]
    marks = _dict(_dict(cell.get("metadata")).get("nbgrader"))
    if isinstance(marks.get("grade_id"), str):
        kept = {name: marks[name] for name in ("grade_id", *MARKS) if name in marks}
        clean["metadata"] = {"nbgrader": kept}
    if kind == "code":
        outputs = text_and_pictures(cell.get("outputs"))
        clean |= {"outputs": outputs, "execution_count": None}
    elif attachments := _attachments(cell.get("attachments")):
        clean["attachments"] = attachments
    return clean


def _source(source: object) -> str:
    return joined(source).replace("\r\n", "\n").replace("\r", "\n")


def _attachments(attachments: object) -> dict:
    """Images pasted into a text answer: whoever reads it wants to see them."""
    return {
        joined(name): {joined(kind): _source(data) for kind, data in bundle.items()}
        for name, bundle in _dict(attachments).items()
        if isinstance(bundle, dict)
    }


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}
