"""The command `cnncourse bench-grading`. Whatever is slow to import is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer


def bench_grading(
    assignment: Annotated[
        str | None,
        typer.Argument(
            metavar="[ASSIGNMENT]", help="Default: the one with the most known answers."
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="Folder of known answers to grade; default: tests/exercises/ASSIGNMENT."),
    ] = None,
    course: Annotated[Path, typer.Option(help="The course's folder.")] = Path("."),
) -> None:
    """Race this grader against nbgrader's own on one class of notebooks, on this machine.

    All ways have to give the same scores; takes about three quarters of an hour on two cores.
    """
    from cnncourse.bench.graders import race

    name = assignment or race.most_tried(course)
    race.main(name, course, answers or race.known_answers(course, name))
