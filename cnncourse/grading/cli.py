"""The command `cnncourse grade`. Whatever is slow to import is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from cnncourse.errors import CourseError


def grade(
    assignment: Annotated[
        str,
        typer.Argument(metavar="ASSIGNMENT", help="A folder in solutions/, such as mini_exercise."),
    ],
    course: Annotated[
        Path, typer.Option(help="The course's folder, with solutions/ and submitted/.")
    ] = Path("."),
    samples: Annotated[
        bool, typer.Option("--samples", help="Hand in a set of sample notebooks first.")
    ] = False,
) -> None:
    """Grade the notebooks in submitted/ and write feedback/ and a table in grades/.

    Nothing is graded unless the solution gets full marks here, and the blank notebook none.
    """
    try:
        from cnncourse.grading.grade import grade as grade_all
        from cnncourse.grading.grade import summary
        from cnncourse.grading.result import NEEDS_A_LOOK
        from cnncourse.grading.submissions import BROKEN, CRASHING
    except ModuleNotFoundError as error:
        raise CourseError(
            f'{error.name} is not installed: run pip install "cnncourse[grading]".'
        ) from None

    results = grade_all(assignment, course, samples=samples)
    typer.echo(summary(results))
    troubled = [r.student for r in results if r.status == NEEDS_A_LOOK]
    doubtful = [student for student in troubled if student not in (CRASHING, BROKEN)]
    if doubtful:
        raise CourseError(
            f"{len(doubtful)} of {len(results)} need a look before they count: "
            f"{', '.join(doubtful)}."
        )
