"""Submissions made from an assignment itself: to check the grader, and to try it out."""

import ast
import copy
import re
import warnings
from pathlib import Path

import nbformat
from nbgrader import utils

from cnncourse.frameworks import FRAMEWORKS

# The samples that are there to show what trouble looks like.
CRASHING, BROKEN = "sample_crash", "sample_broken"

_NAME = "FRAMEWORK"
_MAY_ASSIGN = re.compile(rf"\b{_NAME}\b[^\n=]{{0,80}}=(?!=)")  # for most cells only use it
# Lines for IPython, which Python cannot parse: what else is in their cell is looked at anyway.
_MAGIC = re.compile(r"^([ \t]*)(?:\w+[ \t]*=[ \t]*)?[%!?].*$", re.MULTILINE)
# Hand-ins of any size are looked at in the process that grades the class: no syntax tree of all.
_MOST_CHARACTERS = 200_000


def framework_of(notebook) -> str | None:
    """The framework that a notebook picks, by assigning its name to `FRAMEWORK`.

    Returns
    -------
    str or None
        A name in `cnncourse.frameworks.FRAMEWORKS`; None if the notebook leaves no choice, or if it
        cannot be read from it which one it picks: it computes the name, say, or picks two.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> framework_of(new_notebook(cells=[new_code_cell("FRAMEWORK='pytorch'  # or not")]))
    'pytorch'
    """
    sources = [c.source for c in notebook.cells if c.cell_type == "code" and _NAME in c.source]
    if sum(map(len, sources)) > _MOST_CHARACTERS:
        return None
    picked = {v for s in sources if _MAY_ASSIGN.search(s) for v in _picked_in(s)}
    name = picked.pop() if len(picked) == 1 else None
    return name if name in FRAMEWORKS else None


def _picked_in(source: str) -> list[str | None]:
    """What a cell leaves `FRAMEWORK` at: nothing if it does not assign it; None if unclear."""
    try:
        tree = _parsed(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return []  # as it would run: not at all
    names = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == _NAME]
    assigned = sum(isinstance(name.ctx, ast.Store) for name in names)
    texts = _texts_assigned(tree)
    if len(texts) != assigned:
        return [None]  # in a function or a branch, or from what is not plain text
    return [text.value for text in texts[-1:]]


def _parsed(source: str) -> ast.Module:
    """The syntax tree of a cell, at the lines and columns of its source."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what students write
        try:
            return ast.parse(source)
        except SyntaxError:
            return ast.parse(_MAGIC.sub(r"\1pass", source))


def _texts_assigned(tree: ast.Module) -> list[ast.Constant]:
    """The plain texts that the statements of a cell, one after another, assign to `FRAMEWORK`."""
    found = []
    for statement in tree.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str()) as text)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str()) as text)
            ) if name == _NAME and text.lineno == text.end_lineno:
                found.append(text)
    return found


def with_framework(notebook, framework: str | None):
    """A copy of the notebook that picks a framework; with None, as it is."""
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        if framework and cell.cell_type == "code" and _NAME in cell.source:
            cell.source = _with_texts(cell.source, f'"{framework}"')
    return changed


def _with_texts(source: str, literal: str) -> str:
    """The source of a cell that assigns another text to `FRAMEWORK`."""
    try:
        texts = _texts_assigned(_parsed(source))
    except SyntaxError:
        return source
    lines = source.split("\n")
    for text in reversed(texts):
        line = lines[text.lineno - 1].encode()  # Python counts the columns in bytes
        parts = line[: text.col_offset], literal.encode(), line[text.end_col_offset :]
        lines[text.lineno - 1] = b"".join(parts).decode()
    return "\n".join(lines)


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
