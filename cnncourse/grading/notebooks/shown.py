"""Cells that only show what the student's code does: grading keeps what the student saw.

A tutorial trains networks to look at curves; no test needs them, and training takes longer than all
the tests. An author tags such a cell `only-shown`. It is not executed again when a notebook is
graded, and keeps its text and pictures, so that who reads the answers sees what they are about. A
cell that the student changed is executed like any other: there may be an answer in it. An answer
cell without points that has the tag is the student's own, for experiments: it is kept in any case.
"""

import re
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader import utils

from cnncourse.grading.notebooks.cell_matching import plain

TAG = "only-shown"
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


@dataclass(frozen=True)
class OnlyShown:
    """The cells of an exercise that only show something.

    Attributes
    ----------
    sources : frozenset of str
        Of the code cells that count as long as they are unchanged; nbgrader's own are never among
        them.
    experiments : frozenset of str
        Grade ids of those in which the student writes what he or she likes.
    """

    sources: frozenset[str]
    experiments: frozenset[str]


def only_shown(notebook: NotebookNode) -> OnlyShown:
    """The cells that an exercise, as its author has it, tags to be shown only."""
    tagged = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", ())
    ]
    return OnlyShown(
        frozenset(plain(cell.source) for cell in tagged if "nbgrader" not in cell.metadata),
        frozenset(cell.metadata.nbgrader.grade_id for cell in tagged if _is_for_experiments(cell)),
    )


def shows_only(cell: NotebookNode, shown: OnlyShown) -> bool:
    """Whether a cell of a hand-in is one of those."""
    if cell.cell_type != "code":
        return False
    if _is_for_experiments(cell):
        return cell.metadata.nbgrader.get("grade_id") in shown.experiments
    return "nbgrader" not in cell.metadata and plain(cell.source) in shown.sources


def text_and_pictures(outputs: object) -> list[NotebookNode]:
    """Outputs that anyone may have written, without what a browser would run.

    Examples
    --------
    >>> script = {"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script>"}}
    >>> text_and_pictures([{"output_type": "stream", "text": ["loss ", "0.5"]}, script, None])
    [{'output_type': 'stream', 'name': 'stdout', 'text': 'loss 0.5'}]
    """
    found = map(_shown_of, outputs if isinstance(outputs, list) else [])
    return [NotebookNode(output) for output in found if output]


def _shown_of(output: object) -> dict | None:
    match output:
        case {"output_type": "stream", "text": text}:
            return {"output_type": "stream", "name": "stdout", "text": joined(text)}
        case {"output_type": "display_data" | "execute_result", "data": {"image/png": picture}}:
            data = {"image/png": joined(picture)}
            if _BASE64.fullmatch(data["image/png"]):
                return {"output_type": "display_data", "data": data, "metadata": {}}
        case {"output_type": "execute_result", "data": {"text/plain": text}}:
            data = {"text/plain": joined(text)}
            return {"output_type": "display_data", "data": data, "metadata": {}}
    return None


def joined(text: object) -> str:
    """Text that a notebook's file may hold in lines, fit to be written to another file."""
    lines = text if isinstance(text, list) else [text]
    whole = "".join(line for line in lines if isinstance(line, str))
    # Half of a surrogate pair is fine in JSON, but no file can be written with it.
    return whole.encode("utf-8", "replace").decode("utf-8")


def _is_for_experiments(cell: NotebookNode) -> bool:
    return utils.is_solution(cell) and not utils.is_grade(cell)
