"""Counts over the results of a whole class, in one pass and a fixed amount of memory."""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result

TASK_BINS = 10
TOTAL_BINS = 20


@dataclass
class Task:
    """Counts of one graded cell, over the submissions that have a score for it.

    Attributes
    ----------
    name : str
    points : float
    bonus : bool
    num_scored, num_waiting : int
        Submissions with a score for it, and those where it waits to be read.
    total : float
        Sum of the shares of its points, each in [0, 1].
    full, none : int
        Submissions with all of its points, and with none.
    bins : list of int
        Submissions by the share of its points, in `TASK_BINS` equal steps.
    """

    name: str
    points: float
    bonus: bool
    num_scored: int = 0
    num_waiting: int = 0
    total: float = 0.0
    full: int = 0
    none: int = 0
    bins: list[int] = field(default_factory=lambda: [0] * TASK_BINS)

    @property
    def mean(self) -> float | None:
        """Mean share of the points; None before there is a score."""
        return self.total / self.num_scored if self.num_scored else None

    def add(self, score: float | None) -> None:
        """Count one submission's score; None while it waits to be read."""
        if score is None:
            self.num_waiting += 1
            return
        share = _share(score, self.points)
        self.num_scored += 1
        self.total += share
        self.full += share == 1
        self.none += share == 0
        self.bins[_bin(share, TASK_BINS)] += 1


class Tally:
    """Counts over the results of a class.

    Submissions that need a look are counted, listed, and left out of all statistics: their
    scores, if they have any, may not be the answers' fault.

    Parameters
    ----------
    most : int
        Troubled submissions to keep for a list, and reasons to tell apart.
    num_slowest : int
        Submissions to keep of those that took longest.

    Examples
    --------
    >>> tally = Tally().add_all([
    ...     Result("ada", GRADED, {"a": 2.0}, {"a": 2.0}, seconds=3.0),
    ...     Result("bob", NEEDS_A_LOOK, {}, {"a": 2.0}, note="Out of memory."),
    ... ])
    >>> tally.num_submissions, tally.statuses["graded"], tally.mean_score, tally.troubled
    (2, 1, 2.0, [('bob', 'Out of memory.')])
    """

    def __init__(self, most: int = 100, num_slowest: int = 10):
        self.most, self.num_slowest = most, num_slowest
        self.statuses = Counter({GRADED: 0, TO_READ: 0, NEEDS_A_LOOK: 0})
        self.tasks: dict[str, Task] = {}
        self.max_score = 0.0
        self.seconds = 0.0
        self.troubled: list[tuple[str, str]] = []
        self.reasons: Counter[str] = Counter()
        self.bins = {GRADED: [0] * TOTAL_BINS, TO_READ: [0] * TOTAL_BINS}
        self._total_score = 0.0
        self._slowest: list[tuple[float, int, str, str]] = []
        self._order = count()

    @property
    def num_submissions(self) -> int:
        """Submissions counted so far."""
        return self.statuses.total()

    @property
    def mean_score(self) -> float | None:
        """Mean points so far, without the bonus; None if no submission has any score."""
        num_scored = sum(map(sum, self.bins.values()))
        return self._total_score / num_scored if num_scored else None

    @property
    def slowest(self) -> list[tuple[str, float, str]]:
        """Student, seconds and status of those that took longest, the longest first."""
        ranked = sorted(self._slowest, reverse=True)
        return [(student, seconds, status) for seconds, _, student, status in ranked]

    def add_all(self, results: Iterable[Result]) -> "Tally":
        """Count all of them; returns itself."""
        for result in results:
            self.add(result)
        return self

    def add(self, result: Result) -> None:
        """Count one result."""
        self.statuses[result.status] += 1
        self.seconds += result.seconds
        entry = (result.seconds, -next(self._order), result.student, result.status)
        if len(self._slowest) < self.num_slowest:
            heapq.heappush(self._slowest, entry)
        else:
            heapq.heappushpop(self._slowest, entry)
        if result.status == NEEDS_A_LOOK:
            self._add_trouble(result)
        else:
            self._add_scores(result)

    def _add_trouble(self, result: Result) -> None:
        # A reason may quote what a student wrote: neither long ones nor many fill the memory.
        note = shortened(result.note)
        if len(self.troubled) < self.most:
            self.troubled.append((result.student, note))
        known = note in self.reasons or len(self.reasons) < self.most
        self.reasons[note if known else "other reasons"] += 1

    def _add_scores(self, result: Result) -> None:
        self.max_score = max(self.max_score, result.max_score)
        for name, points in result.points.items():
            if name not in self.tasks:
                self.tasks[name] = Task(name, points, name in result.bonus)
            self.tasks[name].add(result.scores.get(name))
        if result.score is None:
            return
        self.bins[result.status][_bin(_share(result.score, result.max_score), TOTAL_BINS)] += 1
        self._total_score += result.score


def shortened(text: str, longest: int = 300) -> str:
    """The beginning of a text that is too long for a list."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def _share(score: float, points: float) -> float:
    """Share of the points, in [0, 1]; a cell that is worth nothing is full."""
    return min(1.0, max(0.0, score / points)) if points else 1.0


def _bin(share: float, num_bins: int) -> int:
    return min(num_bins - 1, int(share * num_bins + 1e-9))
