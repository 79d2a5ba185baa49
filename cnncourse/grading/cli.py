"""The commands `cnncourse grade` and `check`. Whatever is slow to import is imported by them."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from cnncourse.errors import CourseError


def grade(
    assignment: Annotated[
        str,
        typer.Argument(metavar="ASSIGNMENT", help="The name of a folder in solutions/."),
    ],
    course: Annotated[
        Path, typer.Option(help="The course's folder, with solutions/ and submitted/.")
    ] = Path("."),
    hand_ins: Annotated[
        list[Path] | None,
        typer.Option("--from", help="A folder or zip of hand-ins to take in first; repeatable."),
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Hand in a set of sample notebooks first.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Grade unchanged notebooks once more.")
    ] = False,
    preflight: Annotated[
        bool, typer.Option("--preflight", help="Grade unchanged known notebooks once more, too.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Notebooks at a time; default: cores, memory."),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="Scheduler of a Dask cluster to use, such as tcp://host:8786."),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(help="The gradebook, such as postgresql+psycopg://user@host/grades."),
    ] = None,
    unsafe_no_sandbox: Annotated[
        bool,
        typer.Option("--unsafe-no-sandbox", help="Lock nothing in: for your own notebooks only."),
    ] = False,
    cold: Annotated[
        bool, typer.Option("--cold", help="Start each kernel anew rather than from a warm one.")
    ] = False,
    canvas: Annotated[
        Path | None, typer.Option(help="Canvas's gradebook export; a filled copy is written.")
    ] = None,
    moodle: Annotated[
        Path | None, typer.Option(help="Moodle's grading worksheet; a filled copy is written.")
    ] = None,
    similarity: Annotated[
        bool, typer.Option("--similarity", help="Look for pairs of near-identical notebooks.")
    ] = False,
) -> None:
    """Grade what was handed in; write feedback/, the gradebook, and tables and a report in grades/.

    Nothing is graded unless the solution gets full marks here, the blank notebook none, and known
    wrong answers what they are known to get. What was graded already is not run again, nor are
    those known notebooks while nothing has changed on which their scores depend.
    """
    try:
        from cnncourse.grading.notebooks.edits import BROKEN, CRASHING
        from cnncourse.grading.pipeline import Settings
        from cnncourse.grading.pipeline import grade as grade_all
        from cnncourse.grading.reports.outputs import write_outputs
        from cnncourse.grading.reports.page import summary
        from cnncourse.grading.result import NEEDS_A_LOOK
        from cnncourse.grading.sandbox import KernelSettings
    except ModuleNotFoundError as error:
        raise _not_installed(error) from None

    kernels = KernelSettings(sandboxed=not unsafe_no_sandbox, warm=not cold, jobs=jobs)
    graded = grade_all(
        assignment,
        course,
        hand_ins=hand_ins or (),
        samples=samples,
        again=again,
        settings=Settings(kernels, cluster, db, repeat_preflight=preflight),
    )
    for line in write_outputs(graded, canvas=canvas, moodle=moodle, similarity=similarity):
        typer.echo(line)
    typer.echo(summary(graded))
    for hand_in in graded.remarks:
        typer.echo(f"{hand_in.student}: {hand_in.note}")
    statuses = {result.student: result.status for result in graded}
    troubled = [name for name, status in statuses.items() if status == NEEDS_A_LOOK]
    meant = graded.samples & {CRASHING, BROKEN}
    doubtful = [student for student in troubled if student not in meant]
    if doubtful:
        shown = ", ".join(doubtful[:10]) + (", ..." if len(doubtful) > 10 else "")
        raise CourseError(
            f"{len(doubtful)} of {len(statuses)} need a look before they count: {shown}."
        )


def check(
    path: Annotated[
        Path, typer.Argument(metavar="EXERCISE", help="A notebook, or the folder that it is in.")
    ],
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Check again whenever it is saved.")
    ] = False,
) -> None:
    """Say of each part of your own notebook whether its test passes, as Validate does.

    The notebook runs from the top in a kernel of its own, and stays as it is. Ends with an error
    unless every test passes; with --watch, at Ctrl-C.
    """
    try:
        from cnncourse.grading import own_run
    except ModuleNotFoundError as error:
        raise _not_installed(error) from None

    notebook = own_run.find_notebook(path)
    if not watch:
        outcome = own_run.run(notebook)
        typer.echo("\n".join(outcome.lines()))
        raise typer.Exit(0 if outcome.passes else 1)
    with suppress(KeyboardInterrupt):
        for _ in own_run.saves(notebook):
            typer.echo(f"Checking {notebook} ...")
            try:
                typer.echo("\n".join(own_run.run(notebook).lines()))
            except CourseError as error:
                typer.echo(f"Error: {error}", err=True)
            typer.echo("Save it to check again; Ctrl-C ends.\n")


def _not_installed(error: ModuleNotFoundError) -> CourseError:
    return CourseError(f'{error.name} is not installed: run pip install "cnncourse[grading]".')
