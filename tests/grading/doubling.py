"""A small course with one function to write, and submissions of every kind."""

import os
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook
from notebook_cells import cell

from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.notebooks.edits import with_answers
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.sandbox import KernelSettings

NAME = "doubling"
ORDINARY = KernelSettings(sandboxed=False, warm=False)
"""Kernels that start anywhere."""
SOLUTION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST = (
    "assert double(3) == 6, 'double(3) is 6'\n"
    "### BEGIN HIDDEN TESTS\nassert double(0.5) == 1, 'halves too'\n### END HIDDEN TESTS"
)
ANSWERS = {
    "right": "def double(x):\n    return x + x",
    "wrong": "def double(x):\n    return 2 * int(x)",
    "noisy": "import warnings\ndef double(x):\n    warnings.warn('slow')\n    return 2 * x",
    "crash": "import os\nos._exit(1)",
    "endless": "while True:\n    pass",
    "hungry": "held = bytearray(2**60)",
}
SHORT = 10
"""Seconds for a cell that never ends; any other one has more than a busy machine takes."""
SETTINGS = f"""
c.Execute.timeout_func = lambda cell: {SHORT} if "while True" in cell.source else 600
c.Autograde.autograde_preprocessors = [
    "cnncourse.grading.sandbox.execute.LimitedExecute" if name == EXECUTE else name
    for name in c.Autograde.autograde_preprocessors
]
"""
SCORES = {"right": 3.0, "noisy": 3.0, "deleted": 3.0, "wrong": 0.0, "blank": 0.0}
NOTES = {
    "crash": "Cell double: The kernel ended by itself, with the status 1.",
    "endless": f"Cell double: The cell ran for more than {SHORT} seconds.",
    "hungry": "Cell double ran out of memory.",
    "retested": "doubling.ipynb had changes in the given cell test_double: it says again what was "
    "released.",
    "broken": "doubling.ipynb is cut off or damaged: its JSON cannot be read.",
}


def make_course(root: Path, config: str = "", more_cells=()) -> Course:
    """A course with one function to write, worth 2 points and 1 bonus point."""
    cells = [
        cell("setup", "factor = 2", locked=True),
        cell("double", SOLUTION, solution=True),
        cell("test_double", TEST, grade=True, locked=True, points=2),
        cell("test_more", "assert double(1j) == 2j", ["bonus"], grade=True, locked=True, points=1),
        *more_cells,
    ]
    path = root / "solutions" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)
    given = (Path(__file__).parents[2] / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(f"{given}\n{SETTINGS}\n{config}\n")
    return Course(root)


def files_of(notebook) -> dict[str, bytes]:
    return {f"{NAME}.ipynb": nbformat.writes(notebook).encode()}


def hand_ins(released) -> dict[str, dict[str, bytes]]:
    """Files of each student."""
    given = {name: files_of(with_answers(released, {"double": a})) for name, a in ANSWERS.items()}
    without_setup = with_answers(released, {"double": ANSWERS["right"]})
    del without_setup.cells[0]
    with_another_test = with_answers(released, {"double": ANSWERS["wrong"]})
    with_another_test.cells[2].source = "print('passed')"
    return given | {
        "retested": files_of(with_another_test),
        "blank": files_of(released),
        "deleted": files_of(without_setup),
        "broken": {f"{NAME}.ipynb": b'{"cells": ['},
    }


def submission(student: str, released, answer: str) -> Submission:
    files = files_of(with_answers(released, {"double": answer}))
    return Submission(student, lambda: files)


def descendants(pid: int) -> set[int]:
    """Every process that a process started, and those that they started."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    found, newest = set(), {pid}
    while newest:
        newest = {child for child, parent in parents.items() if parent in newest} - found
        found |= newest
    return found
