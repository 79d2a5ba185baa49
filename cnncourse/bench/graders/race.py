"""Races this grader against nbgrader's own on one class: `make bench-grading`."""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cnncourse.bench.graders import storing, targets
from cnncourse.bench.graders.ways import Lap, by_cluster, by_jobs, by_nbgrader, make_class
from cnncourse.errors import CourseError
from cnncourse.evidence.environment import hardware, versions
from cnncourse.evidence.store import Evidence, save
from cnncourse.grading.notebooks.edits import answers_of, with_answers, with_framework
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.grading.workers.known_answers import pack, read_known

CLAIM = "The grader of this course is faster than nbgrader's own, and gives the same scores."
COMMAND = "make bench-grading"
NAME = "grading_speed"


@dataclass(frozen=True)
class Way:
    """A way to grade a class.

    Attributes
    ----------
    title : str
    run : callable
        Called with a course's folder and an assignment.
    num_workers : int, optional
        None for nbgrader's own.
    """

    title: str
    run: Callable[[Path, str], Lap]
    num_workers: int | None = None


def _ours(title: str, with_workers: Callable, num_workers: int) -> Way:
    return Way(title.format(num_workers), with_workers(num_workers), num_workers)


WAYS = {
    "nbgrader": Way("nbgrader autograde, no sandbox", by_nbgrader),
    "jobs1": _ours("cnncourse grade --jobs {}", by_jobs, 1),
    "jobs2": _ours("cnncourse grade --jobs {}", by_jobs, 2),
    "cluster2": _ours("cnncourse grade --cluster, {} workers", by_cluster, 2),
}

NUM_ROUNDS = 3
"""How often each way grades the class, one after the other in turn.

But for nbgrader's own, which takes as long as all others: once, as it begins anew with every
notebook.
"""

NUM_STUDENTS = 100_000
"""Made results that are stored to time the gradebook and the ledger."""


def main(assignment: str, root: Path, answers: Path, *, num_students: int = NUM_STUDENTS) -> None:
    """Grade a class in each way, print the table, and store it with the evidence of the book.

    Parameters
    ----------
    assignment : str
    root : Path
        The course's folder.
    answers : Path
        Folder of known answers, right and wrong ones; see `known_answers.read_known`.
    num_students : int
        Made results to store; 0 for none.

    Raises
    ------
    CourseError
        If the ways do not agree on every score.
    """
    course = Course(root)
    notebooks = mixed_class(course, assignment, answers)
    print(f"{len(notebooks)} submissions of {assignment}", flush=True)
    laps = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory(prefix="cnncourse-bench-") as folder:
        for name in _turns():
            way = WAYS[name]
            place = Path(folder, f"{name}-{len(laps[name])}")
            make_class(course, assignment, notebooks, place)
            print(f"{way.title} ...", flush=True)
            lap = way.run(place, assignment)
            laps[name].append(lap)
            print(f"  {lap.seconds / len(notebooks):.2f} s a submission", flush=True)
    check_equal(laps)
    summary = summarize(laps)
    if num_students:
        print(f"Storing {num_students} made results ...", flush=True)
        summary["store"] = storing.measure(num_students)
    summary["targets"] = targets.check(summary)
    print(f"\n{table(summary)}")
    runs = [
        {"way": name, "seconds": lap.seconds, "graders": lap.graders, "cells": lap.cells}
        for name, of_a_way in laps.items()
        for lap in of_a_way
    ]
    today = date.today().isoformat()
    stored = Evidence(CLAIM, COMMAND, hardware("cpu"), versions(), today, summary, runs)
    print(f"\nStored in {save(NAME, stored)}.")


def known_answers(root: Path, assignment: str) -> Path:
    """Where a course's folder has the answers by which an exercise is tested."""
    return Path(root) / "tests" / "exercises" / assignment


def most_tried(root: Path) -> str:
    """The exercise of a course to which most answers are known.

    Raises
    ------
    CourseError
        If there are none to any.
    """
    counts = {path.name: len([*path.glob("*.py")]) for path in known_answers(root, "").glob("*/")}
    if not any(counts.values()):
        raise CourseError(f"No known answers in {known_answers(root, '')}: name their folder.")
    return max(sorted(counts), key=counts.get)


def _turns() -> list[str]:
    ours = [name for name, way in WAYS.items() if way.num_workers]
    return [*WAYS, *(ours * (NUM_ROUNDS - 1))]


def mixed_class(course: Course, assignment: str, answers: Path) -> dict:
    """Notebooks by student: full marks, blank ones, and all known answers, some in each.

    Parameters
    ----------
    course : Course
    assignment : str
    answers : Path
        Folder of known answers.
    """
    known = read_known(answers)
    if not known:
        raise CourseError(f"There are no known answers in {answers}: name their folder.")
    bundle = make_bundle(course, assignment)
    released = bundle.student_version
    full = with_answers(released, answers_of(bundle.source))
    notebooks = {}
    for framework in sorted({answer.framework for answer in known}):
        notebooks[f"full_{framework}"] = with_framework(full, framework)
        notebooks[f"blank_{framework}"] = with_framework(released, framework)
        own = [answer for answer in known if answer.framework == framework]
        # In halves: so many mistakes in one notebook as would fit are rare.
        halves = [half for packed in pack(own) for half in (packed[::2], packed[1::2]) if half]
        for number, some in enumerate(halves):
            cells = {cell: code for answer in some for cell, code in answer.cells.items()}
            notebooks[f"mixed_{framework}_{number:02}"] = with_framework(
                with_answers(full, cells), framework
            )
    return notebooks


def check_equal(laps: dict[str, list[Lap]]) -> None:
    """Raise CourseError, naming a student, unless all laps gave every cell the same score."""
    (first, expected), *others = (
        (name, lap.scores) for name, of_a_way in laps.items() for lap in of_a_way
    )
    for name, scores in others:
        for student in expected.keys() | scores.keys():
            if scores.get(student) != expected.get(student):
                raise CourseError(
                    f"{first} and {name} score {student} differently: {expected.get(student)} "
                    f"and {scores.get(student)}."
                )


def summarize(laps: dict[str, list[Lap]]) -> dict:
    """Numbers for the page: each way's speed, and the efficiency of a second worker.

    Those of a way are from its median lap, and the efficiency is the median of the rounds.
    """
    seconds = {name: sorted(lap.seconds for lap in of_a_way) for name, of_a_way in laps.items()}
    medians = {name: _median_lap(of_a_way) for name, of_a_way in laps.items()}
    usual = medians["nbgrader"]
    size = len(usual.scores)
    ways = {
        name: {
            "title": WAYS[name].title,
            "num_laps": len(seconds[name]),
            "seconds": lap.seconds / size,
            "fastest": seconds[name][0] / size,
            "slowest": seconds[name][-1] / size,
            "ratio": usual.seconds / lap.seconds,
            "peak_megabytes": lap.peak_bytes / 1e6,
            "cell_seconds": statistics.mean(lap.cells.values()),
            "overhead_seconds": _overhead(lap),
            "start_seconds": _start(lap, WAYS[name].num_workers),
        }
        for name, lap in medians.items()
    }
    efficiencies = [
        one.seconds / (2 * two.seconds)
        for one, two in zip(laps["jobs1"], laps["jobs2"], strict=True)
    ]
    return {
        "num_submissions": size,
        "ways": ways,
        "efficiency": statistics.median(efficiencies),
        "efficiencies": efficiencies,
    }


def _median_lap(laps: list[Lap]) -> Lap:
    return sorted(laps, key=lambda lap: lap.seconds)[len(laps) // 2]


def _overhead(lap: Lap) -> float | None:
    """Median of what a submission takes its grader beyond executing the cells."""
    if not lap.graders:
        return None
    return statistics.median(lap.graders[name] - seconds for name, seconds in lap.cells.items())


def _start(lap: Lap, num_workers: int | None) -> float | None:
    """Seconds that go by without a submission: imports, workers, the pre-flight, the tables."""
    return lap.seconds - sum(lap.graders.values()) / num_workers if num_workers else None


def table(summary: dict) -> str:
    """The summary as text."""
    lines = [
        f"{'way':40}{'s a submission':>15}{'fastest-slowest':>17}{'x nbgrader':>12}"
        f"{'peak memory':>13}"
    ]
    for way in summary["ways"].values():
        memory = f"{way['peak_megabytes']:.0f} MB"
        spread = f"{way['fastest']:.2f}-{way['slowest']:.2f}"
        lines.append(
            f"{way['title']:40}{way['seconds']:15.2f}{spread:>17}{way['ratio']:12.1f}{memory:>13}"
        )
    rounds = ", ".join(f"{efficiency:.2f}" for efficiency in summary["efficiencies"])
    lines.append(f"efficiency from one worker to two: {summary['efficiency']:.2f} ({rounds})")
    for size, times in summary.get("store", {}).get("at", {}).items():
        lines.append(f"storing a result, {size} students: {times['median_ms']:.1f} ms (median)")
    for target in summary.get("targets", ()):
        lines.append(f"{'reached' if target['reached'] else 'MISSED '}  {target['text']}")
        lines += [f"         {target['reason']}"] if target["reason"] else []
    return "\n".join(lines)
