"""What became of one submission: passed from the workers that grade to what stores and shows it."""

from dataclasses import dataclass, field

GRADED = "graded"
TO_READ = "to be read"
NEEDS_A_LOOK = "needs a look"


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    Attributes
    ----------
    student : str
    status : str
        "graded"; "to be read" while a part graded by hand waits; or "needs a look" when the
        machinery, not the answers, may be to blame. Then `scores` may be empty: no score is not 0.
    scores : dict of str to float
        Points of each graded cell, by its grade id; cells that wait to be read are left out.
    points : dict of str to float
        Points that each cell of the assignment is worth.
    bonus : frozenset of str
        The cells among them that count on top of the full marks.
    note : str
        Why it needs a look, in one line.
    comments : dict of str to str
        What the grader remarks on cells, by their grade ids.
    notebook : str
        The executed notebook as JSON; empty if it never ran.
    page : str
        What the student gets back, as HTML; empty if nothing was scored.
    seconds : float
        Time that grading took.

    Examples
    --------
    >>> result = Result("ada", GRADED, {"test_a": 2.0}, {"test_a": 2.0, "test_b": 1.0})
    >>> result.score, result.max_score
    (2.0, 3.0)
    """

    student: str
    status: str
    scores: dict[str, float]
    points: dict[str, float]
    bonus: frozenset[str] = field(default_factory=frozenset)
    note: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    notebook: str = ""
    page: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> float | None:
        """Points without the bonus; None if nothing was scored."""
        return self._sum(self.scores.keys() - self.bonus) if self.scores else None

    @property
    def bonus_score(self) -> float | None:
        """Bonus points; None if nothing was scored."""
        return self._sum(self.scores.keys() & self.bonus) if self.scores else None

    @property
    def max_score(self) -> float:
        """Full marks, without the bonus."""
        return sum(points for name, points in self.points.items() if name not in self.bonus)

    def _sum(self, names) -> float:
        return sum(self.scores[name] for name in names)
