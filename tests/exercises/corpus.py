"""Known answers to the exercises: pack them into submissions, and grade these."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zlib import crc32

import nbformat
from distributed import LocalCluster
from nbgrader import utils

from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.notebooks.edits import (
    answers_of,
    framework_of,
    with_answers,
    with_framework,
)
from cnncourse.grading.notebooks.cell_names import name_of
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.result import Result
from cnncourse.grading.sandbox import KernelSettings, Limits, kernel_server
from cnncourse.grading.sandbox.server import ForkServer
from cnncourse.grading.workers.bundle import CONFIG, Bundle, make_bundle
from cnncourse.grading.workers.known_answers import FOLDER, KnownAnswer, pack, read_known
from cnncourse.grading.workers.local_cluster import local_cluster
from cnncourse.grading.workers.pool import grading_workers
from cnncourse.grading.workers.preload import imports_of

ROOT = Path(__file__).parents[2]
"""Of the course; whose exercises are tried may be another one's, which the environment names."""
EXERCISES_OF = Path(os.environ.get("CNNCOURSE_EXERCISES", ROOT))
TO_A_PART = int(os.environ.get("CNNCOURSE_ANSWERS", 3))
"""How many answers to a part are tried in each framework: by default few, every week all."""
SHORT, LONG = 5, 600
"""Seconds for a cell that never ends, and for any other one: more than a busy machine takes."""
KINDS = (
    "another axis",
    "another method",
    "arguments changed",
    "batch of one",
    "biased or unbiased",
    "check misled",
    "dropout unscaled",
    "edge case",
    "epsilon elsewhere",
    "global for an argument",
    "hard-coded output",
    "input type",
    "labels as predictions",
    "mode",
    "momentum's sign",
    "NaN or infinity",
    "no bias correction",
    "not learned",
    "not started anew",
    "off by one",
    "one class or none",
    "order of arguments",
    "part left out",
    "reduction",
    "several at once",
    "shape or type returned",
    "state shared",
    "test data trained on",
    "unstable",
    "view for a copy",
    "wrong number",
)
"""What a wrong answer may say of itself; a new kind is added here."""


@dataclass(frozen=True)
class Exercise:
    """An exercise of a course, and the known answers to it.

    Attributes
    ----------
    root : Path
        Of the course: solutions/<name>/<name>.ipynb, and answers in tests/exercises/<name>/.
    name : str
    """

    root: Path
    name: str

    @property
    def path(self) -> Path:
        """The notebook with the solution."""
        return self.root / "solutions" / self.name / f"{self.name}.ipynb"

    @cached_property
    def source(self):
        """The notebook with the solution, read."""
        return nbformat.read(self.path, nbformat.NO_CONVERT)

    @cached_property
    def answers(self) -> list[KnownAnswer]:
        """All of them, right and wrong, in the frameworks that the exercise offers."""
        known = read_known(self._answers) + read_known(self.path.parent / FOLDER)
        return [answer for answer in known if self._is_offered(answer)]

    @cached_property
    def too_slow(self) -> list[KnownAnswer]:
        """Those that do not end within the time of a cell."""
        return [a for a in read_known(self._answers / "too_slow") if self._is_offered(a)]

    @property
    def frameworks(self) -> tuple[str | None, ...]:
        """Those that a student may pick; None alone where there is no choice."""
        return tuple(FRAMEWORKS) if framework_of(self.source) else (None,)

    @cached_property
    def tests(self) -> set[str]:
        """Grade ids of the cells that give points by themselves."""
        cells = filter(utils.is_grade, self.source.cells)
        return {name_of(cell) for cell in cells if not utils.is_solution(cell)}

    @cached_property
    def is_read(self) -> bool:
        """Whether a part of it is graded by hand."""
        return any(utils.is_grade(cell) and utils.is_solution(cell) for cell in self.source.cells)

    def answers_in(self, framework: str | None) -> list[KnownAnswer]:
        """Those in a framework; without a choice, each once."""
        picked = framework or next(iter(FRAMEWORKS))
        return [answer for answer in self.answers if answer.framework == picked]

    def tried_in(self, framework: str | None) -> list[KnownAnswer]:
        """Those that are tried: the first `TO_A_PART` to each part, in an order by chance."""
        taken, counts = [], Counter()
        for answer in sorted(self.answers_in(framework), key=lambda one: crc32(one.name.encode())):
            if all(counts[cell] < TO_A_PART for cell in answer.cells):
                counts.update(answer.cells.keys())
                taken.append(answer)
        return taken

    @property
    def tried(self) -> list[KnownAnswer]:
        """Those that are tried, in all frameworks."""
        return [answer for framework in self.frameworks for answer in self.tried_in(framework)]

    @property
    def _answers(self) -> Path:
        return self.root / "tests" / "exercises" / self.name

    def _is_offered(self, answer: KnownAnswer) -> bool:
        return self.frameworks != (None,) or answer.framework == next(iter(FRAMEWORKS))

    def lost(self, result: Result) -> set[str]:
        """The tests that do not give all of their points."""
        return {test for test in self.tests if result.scores[test] != result.points[test]}


def exercises_in(root: Path) -> list[Exercise]:
    """The exercises of a course, by their names."""
    paths = sorted(root.glob("solutions/*/*.ipynb"))
    return [Exercise(root, path.stem) for path in paths if path.stem == path.parent.name]


def bundle_of(exercise: Exercise, root: Path, too_slow: frozenset[str] = frozenset()) -> Bundle:
    """An exercise as graders get it, of a course of its own in an empty folder.

    A cell that calls one of the functions `too_slow` is ended after `SHORT` seconds, any other one
    after `LONG`.
    """
    shutil.copytree(exercise.path.parent, root / "solutions" / exercise.name)
    settings = (ROOT / CONFIG).read_text(encoding="utf-8")
    calls = [f"{name}(" for name in sorted(too_slow)]
    timeout = f"lambda cell: {SHORT} if any(call in cell.source for call in {calls}) else {LONG}"
    (root / CONFIG).write_text(f"{settings}\nc.Execute.timeout_func = {timeout}\n", encoding="utf-8")
    return make_bundle(Course(root), exercise.name)


@dataclass(frozen=True)
class Workers:
    """What grades the exercises, one after another: two workers, and the server of their kernels."""

    cluster: LocalCluster
    server: ForkServer


@contextmanager
def workers_for(exercises: list[Exercise]) -> Iterator[Workers]:
    """Start workers, and import once what the kernels of all exercises need."""
    modules = (module for exercise in exercises for module in imports_of(exercise.source))
    with kernel_server(list(dict.fromkeys(modules))) as server, local_cluster(2) as cluster:
        yield Workers(cluster, server)


def grade_submissions(bundle: Bundle, submissions: dict, workers: Workers) -> dict[str, Result]:
    """Grade notebooks as a class is graded, without the cells that test nothing.

    Returns
    -------
    dict of str to Result
        By the names of the submissions.
    """
    handed_in = [
        Submission.of_notebook(student, bundle.assignment, without_looks(notebook))
        for student, notebook in submissions.items()
    ]
    limits = Limits(cpu_seconds=LONG, wall_seconds=2 * LONG)
    options = {"cluster": workers.cluster, "server": workers.server}
    with grading_workers(bundle, KernelSettings(limits=limits), **options) as grade_all:
        return {result.student: result for result in grade_all(handed_in)}


@dataclass(frozen=True)
class Packed:
    """What came of a notebook with several known answers in it; its other parts were left blank."""

    result: Result
    answers: list[KnownAnswer]


class GradedCorpus:
    """All known answers to an exercise, graded: many in a notebook, each once.

    A notebook has answers to some parts, and the others are left blank: no part needs another one,
    and what is blank costs no time.

    Parameters
    ----------
    exercise : Exercise
    released : NotebookNode
        The student version.
    grade : callable
        Takes notebooks, returns their results, both by the names of submissions.
    """

    def __init__(self, exercise: Exercise, released, grade: Callable[[dict], dict[str, Result]]):
        self._place, self._packed, submissions = {}, {}, {}
        solution = answers_of(exercise.source)
        for framework in exercise.frameworks:
            blank = with_framework(released, framework)
            submissions[f"blank {framework}"] = blank
            submissions[f"full {framework}"] = with_answers(blank, solution)
            for number, packed in enumerate(pack(exercise.tried_in(framework))):
                name = f"{number} {framework}"
                submissions[name] = filled(blank, packed)
                self._place |= {(answer.name, answer.framework): name for answer in packed}
                self._packed[name] = packed
        self.results = grade(submissions)

    def packed_with(self, answer: KnownAnswer) -> Packed:
        """The notebook that an answer was put into."""
        name = self._place[answer.name, answer.framework]
        return Packed(self.results[name], self._packed[name])


def filled(blank, answers: list[KnownAnswer]):
    """A blank notebook with the code of known answers."""
    return with_answers(blank, {cell: code for a in answers for cell, code in a.cells.items()})


def without_looks(notebook):
    """A copy without the cells that are there to look at; the grader restores none of them."""
    kept = [
        cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata or "FRAMEWORK = " in cell.source
    ]
    return nbformat.from_dict({**notebook, "cells": kept})


def own_tests(answer: KnownAnswer) -> set[str]:
    """The tests of the parts that an answer is one to."""
    return {f"test_{cell}" for cell in answer.cells}
