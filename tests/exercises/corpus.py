"""Known answers to an exercise: pack them into submissions, and grade these."""

import shutil
from pathlib import Path

from cnncourse.grading.workers.bundle import CONFIG, make_bundle
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.workers.known_answers import KnownAnswer
from cnncourse.grading.result import Result
from cnncourse.grading.sandbox import KernelSettings, Limits
from cnncourse.grading.notebooks.edits import answers_of, with_answers, with_framework
from cnncourse.grading.workers.pool import grading_workers

ROOT = Path(__file__).parents[2]
SHORT, LONG = 10, 600
"""Seconds for a cell that never ends, and for any other one: more than a busy machine takes."""


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

    A cell that calls one of the functions `too_slow` is ended after `SHORT` seconds, any other one
    after `LONG`.
    """
    shutil.copytree(ROOT / "solutions" / assignment, root / "solutions" / assignment)
    settings = (ROOT / CONFIG).read_text(encoding="utf-8")
    calls = [f"{name}(" for name in sorted(too_slow)]
    timeout = f"lambda cell: {SHORT} if any(call in cell.source for call in {calls}) else {LONG}"
    (root / CONFIG).write_text(
        f"{settings}\nc.Execute.timeout_func = {timeout}\n", encoding="utf-8"
    )
    course = Course(root)
    course.generate(assignment)
    return course


def grade_submissions(course: Course, assignment: str, submissions: dict) -> dict[str, Result]:
    """Grade notebooks as a class is graded, in two warm workers: results by the same names."""
    handed_in = [
        Submission.of_notebook(name, assignment, notebook) for name, notebook in submissions.items()
    ]
    bundle = make_bundle(course, assignment)
    limits = Limits(cpu_seconds=LONG, wall_seconds=2 * LONG)
    with grading_workers(bundle, KernelSettings(limits=limits, jobs=2)) as grade_all:
        return {result.student: result for result in grade_all(handed_in)}


def build(released, solution, framework: str, entries: list[KnownAnswer] = ()):
    """The student version, filled in with the solution's answers and those of the entries."""
    answers = answers_of(solution)
    for entry in entries:
        answers |= entry.cells
    return with_framework(with_answers(released, answers), framework)
