"""How the kernels that run notebooks are started: one object, made once and handed on whole."""

from dataclasses import dataclass, field

from cnncourse.errors import CourseError
from cnncourse.grading.sandbox.limits import Limits, is_whole_number


@dataclass(frozen=True)
class KernelSettings:
    """How the kernels that run the notebooks of a class are started, and how many at a time.

    Attributes
    ----------
    sandboxed : bool
        Whether the notebooks' code is locked in. Without the sandbox a kernel is an ordinary one,
        for notebooks that are trusted.
    warm : bool
        Whether kernels are forked from one that has imported what the exercise needs. Ordinary
        kernels start cold.
    limits : Limits
        What a notebook may use.
    jobs : int, optional
        Notebooks at a time on this machine; cores and memory decide without it.

    Raises
    ------
    CourseError
        If a value is not one of these.

    Examples
    --------
    >>> KernelSettings(warm=False, limits=Limits(wall_seconds=60)).limits.wall_seconds
    60
    >>> KernelSettings(sandboxed="no")
    Traceback (most recent call last):
    cnncourse.errors.CourseError: sandboxed is 'no': it has to be True or False.
    """

    sandboxed: bool = True
    warm: bool = True
    limits: Limits = field(default_factory=Limits)
    jobs: int | None = None

    def __post_init__(self):
        for name in ("sandboxed", "warm"):
            if not isinstance(getattr(self, name), bool):
                raise CourseError(f"{name} is {getattr(self, name)!r}: it has to be True or False.")
        if not isinstance(self.limits, Limits):
            raise CourseError(f"limits is {self.limits!r}: give Limits(...).")
        if self.jobs is not None and not (is_whole_number(self.jobs) and self.jobs >= 1):
            raise CourseError(
                f"jobs is {self.jobs!r}: at least one process has to grade; give a whole number, "
                "or None for as many as there are cores and memory for."
            )
