"""Ways to grade the same class, for `bench`: nbgrader's own, and ours with more workers."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from cnncourse.errors import CourseError
from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.notebooks.edits import submit
from cnncourse.grading.pipeline import ledger_path
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.workers.bundle import CONFIG, GRADEBOOK

SAMPLING_SECONDS = 0.5


@dataclass(frozen=True)
class Lap:
    """What one way of grading took.

    Attributes
    ----------
    seconds : float
        From the command to the last result, with everything that is started and tried first.
    peak_bytes : int
        The most memory that the machine could offer less for it than before.
    scores : dict
        Points by student and cell.
    cells : dict of str to float
        Seconds in which a submission's cells ran, by student; see `cell_seconds`.
    graders : dict of str to float
        Seconds that a submission spent with its grader; empty for nbgrader's own.
    """

    seconds: float
    peak_bytes: int
    scores: dict[str, dict[str, float | None]]
    cells: dict[str, float] = field(default_factory=dict)
    graders: dict[str, float] = field(default_factory=dict)


def make_class(course: Course, assignment: str, notebooks: Mapping, root: Path) -> None:
    """A course folder with notebooks handed in, one per student."""
    root.mkdir()
    shutil.copy(course.config_folder / CONFIG, root)
    shutil.copytree(course.root / "solutions" / assignment, root / "solutions" / assignment)
    for student, notebook in notebooks.items():
        submit(notebook, root, student, assignment)


def by_nbgrader(root: Path, assignment: str) -> Lap:
    """One notebook after another in a kernel of its own, unprotected: `nbgrader autograde`.

    The course's settings hold, as the scores need them; kernels are shut down as nbgrader does it.
    """
    Course(root).generate(assignment)
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment, "--log-level=ERROR"]
    command += ["--create", "--Execute.shutdown_kernel=graceful"]

    return _lap(command, root, assignment)


def by_jobs(jobs: int) -> Callable[[Path, str], Lap]:
    """`cnncourse grade --jobs` with so many workers."""
    return lambda root, assignment: _ours(root, assignment, "--jobs", str(jobs))


def by_cluster(num_workers: int) -> Callable[[Path, str], Lap]:
    """`cnncourse grade --cluster` with workers that were there before, on the loopback address."""

    def run(root: Path, assignment: str) -> Lap:
        with _cluster(num_workers) as address:
            return _ours(root, assignment, "--cluster", address)

    return run


def _ours(root: Path, assignment: str, *options: str) -> Lap:
    command = [sys.executable, "-m", "cnncourse.cli", "grade", assignment, *options]
    lap = _lap(command, root, assignment)
    with Ledger(ledger_path(root, assignment)) as ledger:
        graders = {result.student: result.seconds for result in ledger.results()}
    return replace(lap, graders=graders)


def _lap(command: list[str], root: Path, assignment: str) -> Lap:
    with _memory_watched() as peak:
        start = time.perf_counter()
        # It ends with an error where a single notebook crashed; the others are graded.
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
    scores = _scores(root, assignment)
    if not scores:
        raise CourseError(f"{' '.join(command)} graded nothing: {run.stderr.strip()[-500:]}")
    return Lap(seconds, peak[0], scores, _cells(root, assignment))


def cell_seconds(notebook: NotebookNode) -> float:
    """Seconds in which an executed notebook's kernel was busy with its cells, as nbclient notes it.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> times = {
    ...     "iopub.status.busy": "2026-11-24T15:00:00.250000Z",
    ...     "shell.execute_reply": "2026-11-24T15:00:01.000000Z",
    ... }
    >>> cell_seconds(new_notebook(cells=[new_code_cell(metadata={"execution": times})]))
    0.75
    """
    total = 0.0
    for cell in notebook.cells:
        times = cell.metadata.get("execution", {})
        if "iopub.status.busy" in times and "shell.execute_reply" in times:
            busy = datetime.fromisoformat(times["iopub.status.busy"])
            total += (datetime.fromisoformat(times["shell.execute_reply"]) - busy).total_seconds()
    return total


def _cells(root: Path, assignment: str) -> dict[str, float]:
    paths = root.glob(f"autograded/*/{assignment}/{assignment}.ipynb")
    return {path.parts[-3]: cell_seconds(nbformat.read(path, as_version=4)) for path in paths}


def _scores(root: Path, assignment: str) -> dict[str, dict[str, float | None]]:
    """Automatic scores from the gradebook; None where nobody scored."""
    found = {}
    with Gradebook(f"sqlite:///{root / GRADEBOOK}") as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            found[submission.student.id] = {grade.name: grade.auto_score for grade in grades}
    return found


@contextmanager
def _cluster(num_workers: int) -> Iterator[str]:
    """A Dask scheduler and workers in processes of their own: the scheduler's address."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    dask = [sys.executable, "-m", "dask"]
    address = "tcp://127.0.0.1:18786"
    place = ["--host", "127.0.0.1"]
    commands = [[*dask, "scheduler", *place, "--port", "18786", "--no-dashboard"]]
    worker = [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--memory-limit", "0"]
    commands += [worker] * num_workers
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"), "1")
    processes = [subprocess.Popen(command, env=environment, **quiet) for command in commands]
    try:
        if any(process.poll() is not None for process in processes):
            raise CourseError(f"No Dask cluster starts at {address}: is the port taken?")
        yield address
    finally:
        for process in processes:
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(30)


@contextmanager
def _memory_watched() -> Iterator[list[int]]:
    """How much less memory the machine has to offer than before, at most.

    Adding up what all processes hold, without the pages that they share, would cost a good part of
    a core, which the graders need.
    """
    before, peak, done = psutil.virtual_memory().available, [0], threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLING_SECONDS):
            peak[0] = max(peak[0], before - psutil.virtual_memory().available)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
