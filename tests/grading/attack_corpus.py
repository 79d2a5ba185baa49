"""The attacks: read them, make notebooks of them, and the assignment that they attack."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from cnncourse.grading.notebooks.edits import submit, with_answers

HERE = Path(__file__).parent / "attacks"
ASSIGNMENT = "numbers"
_HEADING = re.compile(r"^# %% (.+)$", re.MULTILINE)
_ENDS = re.compile(r"^# ends: (.+)$", re.MULTILINE)
_GAINS = "\n# where checks run in its process: gains\n"

# Where a check runs as hidden tests do: in the process that is to be checked.
IN_PROCESS = """
class trusted:
    def close(got, expected, message):
        assert np.allclose(got, expected), message


class publish:
    drawn = inputs(np.random.default_rng(0))

    def given():
        return {name: value for name, value in publish.drawn.items() if name[0] != "_"}

    def publish(**published):
        share = check(publish.drawn, published)
        assert share is None or share > 0.9


"""


@dataclass(frozen=True)
class Attack:
    """What a student does instead of answering.

    Attributes
    ----------
    name : str
    cells : dict of str to str
        Code for answer cells, by their grade ids.
    hand_in : str
        Code that changes `notebook`, or puts files into `folder`, before they are handed in.
    ends : str
        The result's status that it should lead to: "graded", "needs a look", or "either" if that
        depends on how fast the machine is.
    gains : bool
        Whether it gets points where checks run in the student's process.
    """

    name: str
    cells: dict[str, str]
    hand_in: str
    ends: str
    gains: bool


def read_attacks(folder: Path = HERE) -> list[Attack]:
    """The attacks of a folder, one per file."""
    return [_read(path) for path in sorted(folder.glob("*.py")) if path.name != "conftest.py"]


def _read(path: Path) -> Attack:
    head, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
    cells, hand_in = {}, ""
    for heading, code in zip(*(iter(parts),) * 2, strict=True):
        if heading == "hand-in":
            hand_in = code
        else:
            cells |= dict.fromkeys(heading.split(", "), code.strip())
    assert cells or hand_in, f"{path.name} does nothing."
    (ends,) = _ENDS.findall(head)
    return Attack(path.stem, cells, hand_in, ends, _GAINS in head)


def source_notebook(
    *, trusted: bool = True, canaries: Mapping[str, str] | None = None
) -> nbformat.NotebookNode:
    """The assignment with its solution.

    Parameters
    ----------
    trusted : bool
        Whether its checks run outside. If not, they are hidden tests in the student's process, as
        nbgrader has them.
    canaries : mapping of str to str, optional
        Texts to hide where the assignment has a comment such as "SECRET: solution".
    """
    text = (HERE / "assignment" / f"{ASSIGNMENT}.py").read_text(encoding="utf-8")
    for place, canary in (canaries or {}).items():
        text = text.replace(f"SECRET: {place}", canary)
    parts = _HEADING.split(text if trusted else _in_process(text))[1:]
    pairs = zip(*(iter(parts),) * 2, strict=True)
    return new_notebook(cells=[_cell(heading, source.strip()) for heading, source in pairs])


def _cell(heading: str, source: str) -> nbformat.NotebookNode:
    name, _, points = heading.partition(" ")
    kind = {"grade": bool(points), "locked": bool(points) or name == "setup", "task": False}
    kind |= {"solution": not kind["locked"], "schema_version": 3}
    kind |= {"grade_id": name, "points": int(points or 0)}
    return new_code_cell(source, metadata={"nbgrader": kind}, id=name)


def _in_process(source: str) -> str:
    return source.replace("### BEGIN TRUSTED CHECK", "### BEGIN HIDDEN TESTS").replace(
        "### END TRUSTED CHECK\n### BEGIN HIDDEN TESTS\n", IN_PROCESS
    )


def write_source(root: Path, **options) -> None:
    """Put the assignment into a course's folder."""
    path = root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(source_notebook(**options), path)


def hand_in(attack: Attack, released, root: Path, student: str, known: Mapping) -> None:
    """Hand in the blank notebook with an attack in it.

    Parameters
    ----------
    attack : Attack
    released : NotebookNode
        The student version.
    root : Path
        The course's folder.
    student : str
    known : mapping
        What the attacker knows of this machine: the attack's code finds it in `known`.
    """
    prefix = f"import types\n\nknown = types.SimpleNamespace(**{json.dumps(known)})\n"
    cells = {name: prefix + code for name, code in attack.cells.items()}
    notebook = with_answers(released, cells)
    path = submit(notebook, root, student, ASSIGNMENT)
    if attack.hand_in:
        names = {"notebook": notebook, "folder": path.parent}
        exec(compile(prefix + attack.hand_in, f"{attack.name}.py", "exec"), names)
        nbformat.write(notebook, path)
