"""The `cnncourse` command. Whatever is slow to import is imported by the command that needs it."""

import warnings
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from cnncourse.bench.cli import bench
from cnncourse.bench.graders.cli import bench_grading
from cnncourse.errors import CourseError
from cnncourse.evidence.cli import evidence
from cnncourse.frameworks import FRAMEWORKS, TITLES, Device, devices, how_to_install, is_installed
from cnncourse.grading.cli import check, grade


class _OneLineErrors(TyperGroup):
    """Prints an error that is meant for the user as one line, instead of a traceback."""

    def invoke(self, ctx):
        with warnings.catch_warnings():
            warnings.showwarning = _print_warning
            try:
                return super().invoke(ctx)
            except CourseError as error:
                typer.echo(f"Error: {error}", err=True)
                raise typer.Exit(1) from None


def _print_warning(message, *_args, **_kwargs) -> None:
    typer.echo(f"Warning: {' '.join(str(message).split())}", err=True)


app = typer.Typer(
    cls=_OneLineErrors,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Train, measure and grade: the command of the course on bringing a CNN's loss down.",
)
data_app = typer.Typer(no_args_is_help=True, help="List the data sets, and fetch one.")
app.add_typer(data_app, name="data")
app.command()(evidence)
app.command()(bench)
app.command()(grade)
app.command()(check)
app.command()(bench_grading)


class Framework(StrEnum):
    """Where `train` runs a recipe."""

    pytorch = "pytorch"
    tensorflow = "tensorflow"
    both = "both"


@app.command()
def train(
    path: Annotated[
        Path,
        typer.Argument(metavar="RECIPE.toml", help="What to train, as in book/losses/adam.toml."),
    ],
    framework: Annotated[
        Framework, typer.Option("--framework", "-f", help="Where to train it.")
    ] = Framework.both,
    dataset: Annotated[
        str,
        typer.Option(
            "--data", "-d", help="A name of `cnncourse data list`, or a folder <class>/*."
        ),
    ] = "digits",
    size: Annotated[
        int | None, typer.Option(min=1, help="Height and width to bring the images to.")
    ] = None,
    val: Annotated[
        float | None, typer.Option(help="Fraction of a folder's images to set apart to validate.")
    ] = None,
    test: Annotated[
        float | None, typer.Option(help="Fraction of a folder's images to set apart to test.")
    ] = None,
    bits: Annotated[
        int | None, typer.Option(help="Bits in use of a folder's 16-bit gray values; else all.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", "-p", help="Draw the loss of each step to this file (.png, .svg)."),
    ] = None,
    device: Annotated[
        Device, typer.Option(help="What to compute on; auto takes a GPU if there is one.")
    ] = Device.auto,
    devices: Annotated[
        int, typer.Option(min=1, help="How many share each batch; in PyTorch see `torchrun`.")
    ] = 1,
    cache: Annotated[
        bool, typer.Option("--cache", help="Keep the decoded images of a folder in files.")
    ] = False,
) -> None:
    """Train a recipe in PyTorch, TensorFlow or both, and say how it went.

    From the same recipe both frameworks give the same losses; "both" checks that they do.
    """
    from cnncourse import report
    from cnncourse.recipe import Recipe

    if plot:
        report.check_plot_path(plot)
    names = list(FRAMEWORKS) if framework is Framework.both else [framework.value]
    recipe = Recipe.from_toml(path)
    options = {"size": size, "val": val, "test": test, "bits": bits}
    images = report.load_images(dataset, cache, **options)
    histories = report.train_in(names, recipe, images, device.value, devices)
    if len(histories) == 2:
        typer.echo(f"\n{report.agreement(histories, recipe, images, device.value, devices)}")
    if plot:
        report.draw(histories, f"{path.stem} on {images.name}", plot)


@app.command()
def info() -> None:
    """Show the versions of Python and of the frameworks, and the devices they see."""
    from cnncourse.evidence.environment import versions

    for package, version in versions().items():
        typer.echo(f"{package:<14}{version}")
    for name in FRAMEWORKS:
        if not is_installed(name):
            typer.echo(f"{TITLES[name]} is not installed: {how_to_install(name)}")
            continue
        try:
            typer.echo(f"{TITLES[name]} computes on: {', '.join(devices(name))}")
        except ImportError as error:
            typer.echo(f"{TITLES[name]} is installed but cannot be imported: {error}")


@data_app.command("list")
def list_data() -> None:
    """List the data sets, and where each comes from."""
    from cnncourse import data

    for name in data.names():
        about = data.describe(name)
        size = "x".join(map(str, about.image_shape))
        origin = about.origin
        if origin == "fetched":
            megabytes = about.download_bytes / 1e6
            origin = "fetched" if data.is_ready(name) else f"to be fetched, {megabytes:.0f} MB"
        typer.echo(f"{name:<14}{about.num_images:>6} images of {size:<9} {origin}")
        typer.echo(f"    {about.text}\n    {about.source}; {about.license}")


@data_app.command("fetch")
def fetch_data(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which; see `cnncourse data list`.")],
) -> None:
    """Download a data set once and check it; CNNCOURSE_DATA names a local mirror instead."""
    from cnncourse import data

    typer.echo(f"{name} is in {data.fetch(name)}")


if __name__ == "__main__":
    app()
