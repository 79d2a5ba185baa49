"""Known answers to an exercise: pack them into submissions, and grade these."""

import shutil
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from traitlets.config import Config

from cnncourse.grading.course import Course
from cnncourse.grading.known import KnownAnswer
from cnncourse.grading.result import Result
from cnncourse.grading.submissions import (
    answers_of,
    framework_of,
    submit,
    with_answers,
    with_framework,
)

ROOT = Path(__file__).parents[2]
SHORT, LONG = 10, 600
"""Seconds for a cell that never ends, and for any other one: more than a busy machine takes."""


def pack(entries: list[KnownAnswer]) -> list[list[KnownAnswer]]:
    """Share the entries out over as few submissions as possible, no cell twice in one.

    Each part is graded on its own, so one notebook can try an answer to every part. Spread out
    evenly, the answers to a part meet right as well as wrong answers to the others.
    """
    per_cell = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: -len(entry.cells)):
        per_cell[next(iter(entry.cells))].append(entry)
    submissions = [[] for _ in range(max(map(len, per_cell.values())))]
    for offset, group in enumerate(per_cell.values()):
        for index, entry in enumerate(group):
            first = (offset + index * len(submissions) // len(group)) % len(submissions)
            in_turn = [*submissions[first:], *submissions[:first]]
            taken = ({cell for other in packed for cell in other.cells} for packed in in_turn)
            pairs = zip(in_turn, taken, strict=True)
            next(packed for packed, cells in pairs if not cells & entry.cells.keys()).append(entry)
    return submissions


def without_looks(notebook):
    """Leave out the cells that are there to look at, not to be graded."""
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata or "FRAMEWORK = " in cell.source
    ]
    return notebook


def make_course(root: Path, assignment: str, too_slow: frozenset[str] = frozenset()) -> Course:
    """A course of its own in an empty folder, with one assignment generated.

    A cell that calls one of the functions `too_slow` is ended after `SHORT` seconds.
    """
    shutil.copytree(ROOT / "solutions" / assignment, root / "solutions" / assignment)

    def seconds(cell) -> int:
        return SHORT if any(f"{name}(" in cell.source for name in too_slow) else LONG

    overrides = Config({"Execute": {"timeout_func": seconds}})
    course = Course(root, config=ROOT, overrides=overrides)
    course.generate(assignment)
    return course


def grade_submissions(
    folder: Path, assignment: str, submissions: dict, too_slow: frozenset[str] = frozenset()
) -> dict[str, Result]:
    """Grade notebooks, two at a time: results by the same names.

    nbgrader changes the working folder and writes one gradebook, so each of the two processes
    has a course of its own. Cells that call a function that is `too_slow`: see `make_course`.
    """
    # The slow ones (TensorFlow) and the fast ones go half to each.
    names = sorted(submissions, key=lambda name: framework_of(submissions[name]))
    halves = [{name: submissions[name] for name in names[start::2]} for start in (0, 1)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        roots = (folder / "0", folder / "1")
        graded = pool.map(_grade, roots, (assignment,) * 2, halves, (too_slow,) * 2)
        return {name: result for results in graded for name, result in results.items()}


def _grade(root: Path, assignment: str, submissions: dict, too_slow) -> dict[str, Result]:
    root.mkdir(parents=True)
    course = make_course(root, assignment, too_slow)
    for name, notebook in submissions.items():
        submit(notebook, root, name, assignment)
    return {name: course.autograde(assignment, name) for name in submissions}


def build(released, solution, framework: str, entries: list[KnownAnswer] = ()):
    """The student version, filled in with the solution's answers and those of the entries."""
    answers = answers_of(solution)
    for entry in entries:
        answers |= entry.cells
    return with_framework(with_answers(released, answers), framework)
