"""The report of `cnncourse train`: a table for each framework, whether they agree, and a plot."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from cnncourse import data
from cnncourse.data import ImageData
from cnncourse.errors import CourseError, DataError
from cnncourse.frameworks import TITLES, backend
from cnncourse.frameworks import devices as known_devices
from cnncourse.history import History
from cnncourse.paths import require_writable, shown
from cnncourse.recipe import Recipe

NUM_STEPS = 20
"""First steps whose losses must agree; rounding grows with every step after them."""

TOLERANCE = {"float32": 1e-4, "float64": 1e-6}
"""Largest relative difference of a loss over those steps that needs no explanation."""

ROUNDING = 10
"""How many times as far as PyTorch from itself rounding may take the frameworks from each other: it
comes in at every step, while `parity.rounding` changes the weights only once."""


def load_images(dataset: str, cache: bool = False, **options) -> ImageData:
    """Load a data set by name, or a folder of images.

    Parameters
    ----------
    dataset : str
        A name of `data.names()`, else the path of a folder.
    cache : bool
        Whether to keep the decoded images of a folder in files.
    **options
        `size`, `val`, `test` and `bits`; those that are None are left to what is loaded.

    Raises
    ------
    DataError
        If there is neither a data set nor a folder of that name.
    """
    options = {name: value for name, value in options.items() if value is not None}
    is_path = os.path.lexists(dataset) or os.path.basename(dataset) != dataset
    if dataset not in data.names() and is_path:
        return data.folder(dataset, cache=cache, **options)
    return data.load(dataset, **options)


def check_splits(images: ImageData) -> None:
    """Raise a `DataError`, before any training, if there is nothing to judge the model by."""
    for split, title in (("val", "validation"), ("test", "test")):
        if len(getattr(images, split).labels) == 0:
            raise DataError(
                f"{images.name} has no {title} images, so the model cannot be judged: set a larger "
                f"part of the images apart, as with --{split} 0.3, or add images."
            )


def train_in(
    names: list[str], recipe: Recipe, images: ImageData, device: str, devices: int = 1
) -> dict[str, History]:
    """Train the recipe in each of the frameworks and print its table.

    Of several processes that train together, the first one prints. After Ctrl-C in one framework
    the next one is not begun.

    Raises
    ------
    CourseError
        If a framework is not installed or a split has no images, before any training.
    """
    check_splits(images)
    packages = {name: backend(name) for name in names}
    histories = {}
    is_first = os.environ.get("RANK", "0") == "0"
    for name, package in packages.items():
        model, history = package.fit(recipe, images, device=device, devices=devices)
        histories[name] = history
        if is_first:
            print(f"\n{TITLES[name]} on {images.name}: {sum(history.seconds):.1f} s")
            print(epoch_table(history))
            loss, accuracy = package.evaluate(model, images.test, recipe)
            print(f"test loss {loss:.4f}, test accuracy {accuracy:.1%}")
        if history.stopped == "interrupted":
            break
    return histories


def epoch_table(history: History) -> str:
    """The losses and the accuracy after each epoch, as lines of text.

    Examples
    --------
    >>> history = History(train_loss=[1.25], val_loss=[0.5], val_accuracy=[0.875])
    >>> print(epoch_table(history))
    epoch  train loss  val loss  val accuracy
        1      1.2500    0.5000         87.5%
    """
    lines = ["epoch  train loss  val loss  val accuracy"]
    rows = zip(history.train_loss, history.val_loss, history.val_accuracy, strict=True)
    for epoch, (train_loss, val_loss, val_accuracy) in enumerate(rows, start=1):
        lines.append(f"{epoch:5}  {train_loss:10.4f}  {val_loss:8.4f}  {val_accuracy:12.1%}")
    return "\n".join(lines)


def agreement(
    histories: dict[str, History],
    recipe: Recipe,
    images: ImageData,
    device: str = "cpu",
    devices: int = 1,
) -> str:
    """One sentence on how far the losses of both frameworks are apart, and whether by rounding.

    Parameters
    ----------
    histories : dict of str to History
        Of both frameworks, on the same recipe and images.
    recipe : Recipe
    images : ImageData
    device : str
    devices : int
        See `cnncourse.pytorch.fit`. Where the losses are far apart, PyTorch starts once more.
    """
    from cnncourse import parity

    losses = [histories[name].loss for name in TITLES]
    num_steps = min(map(len, losses))  # one may have been stopped before the other
    if num_steps == 0:
        return "The frameworks cannot be compared: one of them has not made a step."
    first, whole = (
        parity.relative_difference(*(of_one[:count] for of_one in losses))
        for count in (min(NUM_STEPS, num_steps), num_steps)
    )
    numbers = (
        f"relative difference of the loss at most {first:.1e} over the first "
        f"{min(NUM_STEPS, num_steps)} steps, {whole:.1e} over all {num_steps}"
    )
    if recipe.precision not in TOLERANCE:
        return f"In {recipe.precision} rounding hides whether the frameworks agree: {numbers}."
    if first <= TOLERANCE[recipe.precision]:
        return f"Both frameworks agree: {numbers}."
    from_itself = parity.rounding(
        recipe, images, losses[0][: min(NUM_STEPS, num_steps)], device=device, devices=devices
    )
    if first <= ROUNDING * from_itself:
        return (
            f"The frameworks differ by rounding, which this run magnifies: {numbers}, and PyTorch "
            f"parts by {from_itself:.1e} from itself when the last digits of its first weights "
            "change." + _hint(recipe, "compares them without it")
        )
    if _on_gpu(device):
        hint = " Train with --device cpu to rule the GPU out."
    else:
        hint = _hint(recipe, "shows whether they compute the same")
    return (
        f"The frameworks DIFFER: {numbers}; rounding explains about "
        f"{max(ROUNDING * from_itself, TOLERANCE[recipe.precision]):.0e}.{hint}"
    )


def _hint(recipe: Recipe, what: str) -> str:
    if recipe.precision == "float64":
        return ""
    return f' precision = "float64" in the recipe {what}.'


def _on_gpu(device: str) -> bool:
    return device != "cpu" and any(len(known_devices(name)) > 1 for name in TITLES)


def check_plot_path(path: Path) -> None:
    """Raise a `CourseError`, before any training, if no figure can be written there."""
    from matplotlib.backend_bases import FigureCanvasBase

    known = sorted(FigureCanvasBase.get_supported_filetypes())
    if path.suffix.lstrip(".").lower() not in known:
        raise CourseError(
            f"A plot cannot be written as {shown(path)}: end it in .png, .svg or .pdf."
        )
    require_writable(path)


@contextmanager
def figures_for_files() -> Iterator[ModuleType]:
    """Within it, what `cnncourse.plots` draws has the style of the book and needs no screen.

    Raises
    ------
    CourseError
        If drawing fails, whatever the reason: what was measured is not to end in a traceback.
    """
    import matplotlib

    matplotlib.use("agg")
    from cnncourse import plots

    try:
        with matplotlib.rc_context(plots.STYLE):
            yield plots
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise CourseError(f"The numbers above stand, but the plot failed: {why}.") from error


def draw(histories: dict[str, History], title: str, path: Path) -> None:
    """Write the loss of each step as a figure: the curve, or both curves on each other."""
    with figures_for_files() as plots:
        if len(histories) == 2:
            ax = plots.framework_overlay(histories["pytorch"], histories["tensorflow"])
        else:
            ax = plots.loss_curves({TITLES[name]: h for name, h in histories.items()})
        ax.set_title(title)
        ax.figure.savefig(path)
    print(f"\nThe loss of each step is drawn in {path}.")
