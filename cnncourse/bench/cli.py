"""The command `cnncourse bench`. Whatever is slow to import is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from cnncourse.frameworks import Device


def bench(
    contestants: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="A contestant, or race, or steps; repeatable."),
    ] = None,
    sizes: Annotated[
        list[int] | None,
        typer.Option("--size", help="Height and width of the images, 32 or 128; without it both."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option(help="A folder train/<class>/*.jpg with CIFAR-10, for 32 x 32.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Two rounds of two steps.")] = False,
    rounds: Annotated[int | None, typer.Option(min=1, help="Turns of each that count.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Training steps of a turn.")] = None,
    repeats: Annotated[
        int | None, typer.Option(min=0, help="Trainings to a validation loss; 0 for none.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads of each contestant; without it, all cores.")
    ] = None,
    device: Annotated[Device, typer.Option(help="What to compute on.")] = Device.cpu,
    output: Annotated[
        Path | None,
        typer.Option(help="Folder for the results; without it a full run goes to book/evidence."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", "-p", help="Draw the speeds to this file, per size.")
    ] = None,
) -> None:
    """Race the training loops against those a reader would pick instead, on this machine.

    All contestants alternate; the table gives medians, ratios and what was to be reached.
    """
    from cnncourse.bench import command

    changed = {"num_rounds": rounds, "num_steps": steps, "num_repeats": repeats}
    command.main(
        sizes=sizes,
        names=contestants,
        folder=images,
        quick=quick,
        changed={name: value for name, value in changed.items() if value is not None},
        device=device.value,
        num_threads=threads,
        output=output,
        plot=plot,
    )
