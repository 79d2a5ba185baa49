"""The command `cnncourse bench-grading`. Whatever is slow to import is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer


def bench_grading(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")] = "mini_exercise",
    answers: Annotated[
        Path, typer.Option(help="Folder of known answers, right and wrong ones, to grade.")
    ] = Path("tests/exercises/mini_exercise"),
    course: Annotated[Path, typer.Option(help="The course's folder.")] = Path("."),
) -> None:
    """Race this grader against nbgrader's own on one class of notebooks, on this machine.

    All ways have to give the same scores; takes about three quarters of an hour on two cores.
    """
    from cnncourse.bench.graders import race

    race.main(assignment, course, answers)
