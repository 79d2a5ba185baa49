"""What storing a result costs in a large class: milliseconds a submission, and memory."""

import statistics
import tempfile
import time
from array import array
from datetime import UTC, datetime
from pathlib import Path

import psutil
from nbgrader.api import Assignment, Course, GradeCell, Notebook, SolutionCell
from sqlalchemy.orm import Session

from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.gradebook.schema import create_schema, open_engine
from cnncourse.grading.gradebook.writer import GradebookWriter
from cnncourse.grading.result import GRADED, Result

NUM_CELLS = 17
SIZES = (1_000, 10_000, 100_000)
WINDOW = 1_000
"""A class of a size is the last submissions up to it, this many."""

NAME = "synthetic"


def measure(num_students: int, db_url: str | None = None) -> dict:
    """Store a made result per student in a new ledger and gradebook, and take the time of each.

    Parameters
    ----------
    num_students : int
    db_url : str, optional
        An empty gradebook; without it a SQLite file in a temporary folder.

    Returns
    -------
    dict
        "at": for each class size up to `num_students`, "median_ms" and "p95_ms" of the ledger's
        look-up and record and the gradebook's write together; "seconds" in all; "cpu_ms", this
        process's own time for a student; "rss_growth_mb", the largest resident memory (MiB) above
        that after the first `WINDOW` students.

    Examples
    --------
    >>> measure(20)["at"].keys()
    dict_keys([20])
    """
    sizes = sorted({size for size in SIZES if size < num_students} | {num_students})
    times, memory = array("d"), array("d")
    with tempfile.TemporaryDirectory() as folder:
        url = db_url or f"sqlite:///{folder}/gradebook.db"
        template = make_template(Path(folder) / "template.db")
        started = time.perf_counter(), time.process_time()
        with Ledger(Path(folder) / "ledger.db") as ledger, GradebookWriter(url, NAME) as gradebook:
            gradebook.ensure_assignment(template)
            for index in range(num_students):
                times.append(_store(made_result(index), ledger, gradebook))
                if index % WINDOW == WINDOW - 1:
                    memory.append(psutil.Process().memory_info().rss / 2**20)
        seconds, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    windows = {size: times[max(0, size - WINDOW) : size] for size in sizes}
    at = {
        size: {
            "median_ms": statistics.median(window),
            "p95_ms": statistics.quantiles(window, n=20)[-1],
        }
        for size, window in windows.items()
    }
    return {
        "at": at,
        "seconds": seconds,
        "cpu_ms": 1000 * cpu / num_students,
        "rss_growth_mb": max(memory) - memory[0] if memory else 0.0,
    }


def _store(result: Result, ledger: Ledger, gradebook: GradebookWriter) -> float:
    """Look up and store one result; milliseconds that it took."""
    started = time.perf_counter()
    ledger.result(result.student, "digest", "version")
    gradebook.write(result, datetime(2026, 1, 1, tzinfo=UTC))
    ledger.record(result, "digest", "version")
    return 1000 * (time.perf_counter() - started)


def made_result(index: int) -> Result:
    """A result of the synthetic assignment that differs from student to student."""
    tests = [f"test_{cell}" for cell in range(NUM_CELLS)]
    scores = {name: float((index >> cell) % 2) for cell, name in enumerate(tests)}
    comments = {"answer_0": "No response."} if index % 5 == 0 else {}
    points = dict.fromkeys(tests, 1.0)
    return Result(f"student{index:06d}", GRADED, scores, points, comments=comments, seconds=1.5)


def make_template(path: Path) -> str:
    """A gradebook that holds the synthetic assignment, as generating it would write; its URL."""
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    create_schema(engine)
    with Session(engine) as session, session.begin():
        course = Course(id="synthetic")
        notebook = Notebook(name=NAME, kernelspec="{}")
        session.add_all([course, Assignment(NAME, course_id=course.id)])
        notebook.assignment = session.query(Assignment).one()
        session.add(notebook)
        for cell in range(NUM_CELLS):
            session.add(SolutionCell(name=f"answer_{cell}", notebook=notebook))
            test = GradeCell(name=f"test_{cell}", notebook=notebook)
            test.max_score, test.cell_type = 1.0, "code"
            session.add(test)
    engine.dispose()
    return url
