"""Ways to grade the same class, for `bench`: nbgrader's own, and ours with more workers."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

from cnncourse.errors import CourseError
from cnncourse.grading.bundle import CONFIG, GRADEBOOK
from cnncourse.grading.course import Course
from cnncourse.grading.grade import ledger_path
from cnncourse.grading.ledger import Ledger
from cnncourse.grading.submissions import submit

SAMPLING_SECONDS = 0.5


@dataclass(frozen=True)
class Lap:
    """What one way of grading took.

    Attributes
    ----------
    seconds : float
        From the command to the last result, with everything that is started and tried first.
    peak_bytes : int
        The most memory that all its processes held together, pages they share counted once.
    scores : dict
        Points by student and cell.
    graders : list of float
        Seconds that each submission spent with its grader; empty for nbgrader's own.
    """

    seconds: float
    peak_bytes: int
    scores: dict[str, dict[str, float | None]]
    graders: list[float] = field(default_factory=list)


def make_class(course: Course, assignment: str, notebooks: Mapping, root: Path) -> None:
    """A course folder with notebooks handed in, one per student."""
    root.mkdir()
    shutil.copy(course.config / CONFIG, root)
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
        return replace(lap, graders=[result.seconds for result in ledger.results()])


def _lap(command: list[str], root: Path, assignment: str) -> Lap:
    with _memory_watched() as peak:
        start = time.perf_counter()
        # It ends with an error where a single notebook crashed; the others are graded.
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
    scores = _scores(root, assignment)
    if not scores:
        raise CourseError(f"{' '.join(command)} graded nothing: {run.stderr.strip()[-500:]}")
    return Lap(seconds, peak[0], scores)


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
            os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(30)


@contextmanager
def _memory_watched() -> Iterator[list[int]]:
    """Memory of this process's children, of which pages that they share count once (PSS)."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLING_SECONDS):
            peak[0] = max(peak[0], sum(map(_held, psutil.Process().children(recursive=True))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _held(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0
