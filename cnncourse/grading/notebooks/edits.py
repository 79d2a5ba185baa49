"""Submissions made from an assignment itself: to check the grader, and to try it out."""

import copy
import re
from pathlib import Path

import nbformat
from nbgrader import utils

# The samples that are there to show what trouble looks like.
CRASHING, BROKEN = "sample_crash", "sample_broken"

_FRAMEWORK = re.compile(r"^FRAMEWORK = [\"'](\w*)[\"']", re.MULTILINE)


def framework_of(notebook) -> str | None:
    """The framework that a notebook picks, or None if it leaves no choice."""
    sources = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    match = _FRAMEWORK.search(sources)
    return match and match.group(1)


def with_framework(notebook, framework: str | None):
    """A copy of the notebook that picks a framework."""
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        if cell.cell_type == "code":
            cell.source = _FRAMEWORK.sub(f'FRAMEWORK = "{framework}"', cell.source)
    return changed


def answers_of(notebook) -> dict[str, str]:
    """Source of each answer cell, by its grade id, in order."""
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if utils.is_solution(cell)
    }


def with_answers(notebook, answers: dict[str, str]):
    """A copy of the notebook with other code or text in some answer cells.

    Raises
    ------
    KeyError
        If the notebook has no answer cell of a name.
    """
    changed = copy.deepcopy(notebook)
    left = dict(answers)
    for cell in changed.cells:
        if utils.is_solution(cell):
            cell.source = left.pop(cell.metadata.nbgrader.grade_id, cell.source)
    if left:
        raise KeyError(f"No answer cell {', '.join(left)}.")
    return changed


def submit(notebook, root: Path, student: str, assignment: str) -> Path:
    """Hand a notebook in: write it to submitted/<student>/<assignment>/."""
    path = Path(root) / "submitted" / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def sample_hand_ins(source, released) -> dict[str, bytes]:
    """Hand-ins of all kinds: a full, a blank, a half done, a crashing and a broken notebook.

    Parameters
    ----------
    source, released : NotebookNode
        The notebook with the solution, and the student version.

    Returns
    -------
    dict
        The notebooks' files, by the names of the students they are handed in for.
    """
    answers = answers_of(source)
    full = with_answers(released, answers)
    samples = {
        "sample_full": full,
        "sample_full_tensorflow": with_framework(full, "tensorflow"),
        "sample_blank": released,
        "sample_half": with_answers(released, dict(list(answers.items())[: len(answers) // 2])),
        CRASHING: with_answers(full, {next(iter(answers)): "import os\nos._exit(1)"}),
    }
    texts = {student: nbformat.writes(notebook) + "\n" for student, notebook in samples.items()}
    texts[BROKEN] = texts["sample_full"][: len(texts["sample_full"]) // 2]
    return {student: text.encode() for student, text in texts.items()}
