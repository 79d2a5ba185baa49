"""Known answers to an exercise: read them, pack them into submissions, and grade these."""

import re
import shutil
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from cnncourse.grading.course import Course
from cnncourse.grading.result import Result
from cnncourse.grading.submissions import (
    answers_of,
    framework_of,
    submit,
    with_answers,
    with_framework,
)

ROOT = Path(__file__).parents[2]
FRAMEWORKS = ("pytorch", "tensorflow")
_HEADING = re.compile(r"^# %% (\w+)(?: \[(\w+)\])?$", re.MULTILINE)
_LOSES = re.compile(r"^# loses: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """Another answer to some cells, in one framework, and the tests whose points it loses."""

    name: str
    framework: str
    cells: dict[str, str]
    loses: frozenset[str]


def read_entries(folder: Path) -> list[Entry]:
    """The entries of a folder, one per file and framework that it has code for."""
    return [entry for path in sorted(folder.glob("*.py")) for entry in _read(path)]


def _read(path: Path) -> list[Entry]:
    text = path.read_text(encoding="utf-8")
    head, *parts = _HEADING.split(text)
    (loses,) = _LOSES.findall(head)
    loses = frozenset() if loses == "nothing" else frozenset(re.split(r",\s*", loses))
    cells = defaultdict(dict)
    for cell, framework, code in zip(*(iter(parts),) * 3, strict=True):
        for name in (framework,) if framework else FRAMEWORKS:
            assert name in FRAMEWORKS, f"{path.name}: no framework {name!r}."
            cells[name][cell] = code.strip()
    named = {framework for framework in parts[1::3] if framework}
    return [Entry(path.stem, fw, cells[fw], loses) for fw in sorted(named or FRAMEWORKS)]


def pack(entries: list[Entry]) -> list[list[Entry]]:
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


def make_course(root: Path, assignment: str) -> Course:
    """A course of its own in an empty folder, with one assignment generated."""
    shutil.copytree(ROOT / "solutions" / assignment, root / "solutions" / assignment)
    course = Course(root, config=ROOT)
    course.generate(assignment)
    return course


def grade_submissions(folder: Path, assignment: str, submissions: dict) -> dict[str, Result]:
    """Grade notebooks, two at a time: results by the same names.

    nbgrader changes the working folder and writes one gradebook, so each of the two processes
    has a course of its own.
    """
    # The slow ones (TensorFlow) and the fast ones go half to each.
    names = sorted(submissions, key=lambda name: framework_of(submissions[name]))
    halves = [{name: submissions[name] for name in names[start::2]} for start in (0, 1)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        graded = pool.map(_grade, (folder / "0", folder / "1"), (assignment,) * 2, halves)
        return {name: result for results in graded for name, result in results.items()}


def _grade(root: Path, assignment: str, submissions: dict) -> dict[str, Result]:
    root.mkdir(parents=True)
    course = make_course(root, assignment)
    for name, notebook in submissions.items():
        submit(notebook, root, name, assignment)
    return {name: course.autograde(assignment, name) for name in submissions}


def build(released, solution, framework: str, entries: list[Entry] = ()):
    """The student version, filled in with the solution's answers and those of the entries."""
    answers = answers_of(solution)
    for entry in entries:
        answers |= entry.cells
    return with_framework(with_answers(released, answers), framework)
