"""A trusted check: where it stands in a cell, its inputs, and its verdict on published values."""

import hashlib
import math
import traceback
import warnings
from numbers import Real

import numpy as np

from cnncourse.errors import CourseError
from cnncourse.grading.testkit import checks
from cnncourse.grading.testkit.judging import comparisons
from cnncourse.grading.testkit.published_values import encode

BEGIN, END = "BEGIN TRUSTED CHECK", "END TRUSTED CHECK"
_FILE = "<trusted check>"


class CheckError(CourseError):
    """A check that went wrong itself: it says nothing about the answer that it was to judge."""


def split(source: str) -> tuple[str, str]:
    r"""Part the source of a cell.

    Returns
    -------
    rest, region : str
        The cell without the lines of its trusted check, and these lines alone, at the line
        numbers that they have in the cell. The region is empty if there is none.

    Raises
    ------
    CheckError
        If a region begins twice, or does not end.

    Examples
    --------
    >>> split("a = 1\n### BEGIN TRUSTED CHECK\ncheck = print\n### END TRUSTED CHECK\nb = 2")
    ('a = 1\nb = 2', '\n\ncheck = print')
    """
    rest, region, inside = [], [], False
    for line in source.split("\n"):
        begins, ends = BEGIN in line, END in line
        if (begins and inside) or (ends and not inside):
            raise CheckError(f"{line.strip()!r} has no counterpart: begin and end each check once.")
        if begins or ends:
            inside = not inside
        elif not inside:
            rest.append(line)
        region.append(line if inside and not begins else "")
    if inside:
        raise CheckError(f"A trusted check does not end: add a line '### {END}'.")
    return "\n".join(rest), "\n".join(region).rstrip("\n")


class TrustedCheck:
    """The trusted check of a cell, ready to run in a namespace of its own.

    Parameters
    ----------
    source : str
        Source of the cell, with its trusted region.
    seed : bytes
        What makes the inputs of one submission differ from those of another.

    Raises
    ------
    CheckError
        If the region cannot be run, or does not define `check`.
    """

    def __init__(self, source: str, seed: bytes = b""):
        region = split(source)[1]
        self._seed = list(hashlib.sha256(region.encode() + b"\0" + seed).digest())
        self._names = {"np": np, "checks": checks, "trusted": comparisons}
        # Assertions count, even where Python is told to leave them out (-O).
        self._guarded(lambda: exec(compile(region, _FILE, "exec", optimize=0), self._names))
        if not callable(self._names.get("check")):
            raise CheckError("The trusted region defines no function check(inputs, published).")

    def draw(self) -> dict:
        """The inputs, all of them; the same at every call."""
        inputs = self._names.get("inputs")
        if inputs is None:
            return {}
        drawn = self._guarded(lambda: inputs(np.random.default_rng(self._seed)))
        if not isinstance(drawn, dict):
            raise CheckError(f"inputs(rng) returned a {type(drawn).__name__}: return a dict.")
        return drawn

    def given(self, inputs: dict) -> str:
        """Those inputs that the student's process may know, encoded."""
        known = {name: v for name, v in inputs.items() if not str(name).startswith("_")}
        return self._guarded(lambda: encode(known))

    def score(self, inputs: dict, published: dict) -> float:
        """The share of the points, between 0 and 1.

        Raises
        ------
        AssertionError
            With the message of the check, if it finds the values wrong.
        CheckError
            If the check itself goes wrong.
        """
        check = self._names["check"]
        verdict = self._guarded(lambda: check(inputs, published), may_assert=True)
        if verdict is None:
            return 1.0
        if not isinstance(verdict, Real | np.bool_) or math.isnan(verdict):
            raise CheckError(f"check returned {verdict!r:.80}: return None or a number in [0, 1].")
        return min(max(float(verdict), 0.0), 1.0)

    def _guarded(self, run, may_assert: bool = False):
        """Run a piece of the check: what it raises is a CheckError, unless it may assert."""
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return run()
        except Exception as error:
            if may_assert and isinstance(error, AssertionError):
                raise
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == _FILE]
            where = f" (line {lines[-1]} of the source cell)" if lines else ""
            raise CheckError(f"{type(error).__name__}: {error}{where}") from error
