"""A trained PyTorch model with its recipe and history, in one folder."""

from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import nn

from cnncourse.errors import CourseError
from cnncourse.history import Run
from cnncourse.pytorch.models import build_model
from cnncourse.recipe import Recipe
from cnncourse.saved_run import SavedRun, read, write

WEIGHTS = "model.pt"


def save(
    run: Run,
    recipe: Recipe,
    folder: str | Path,
    *,
    image_shape: tuple[int, int, int],
    num_classes: int,
) -> Path:
    """Save a run: its weights in PyTorch's format, its recipe in TOML, its history in JSON.

    Parameters
    ----------
    run : Run
    recipe : Recipe
    folder : path
        Made if it is not there; files of an earlier run in it are replaced.
    image_shape : tuple of int
        (height, width, channels).
    num_classes : int

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    CourseError
        If the folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> from cnncourse import Shallow, data
    >>> recipe, digits = Recipe(model=Shallow(width=2), num_epochs=1), data.load("digits")
    >>> from cnncourse import pytorch
    >>> run = pytorch.fit(recipe, digits, progress=False)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = save(run, recipe, folder, image_shape=(8, 8, 1), num_classes=10)
    ...     again, same_recipe = load(place)
    >>> same_recipe == recipe, again.history == run.history
    (True, True)
    """
    about = SavedRun("pytorch", recipe, run.history, tuple(image_shape), num_classes)
    return write(
        about, Path(folder), WEIGHTS, lambda path: torch.save(run.model.state_dict(), path)
    )


def load(folder: str | Path, model: nn.Module | None = None) -> tuple[Run, Recipe]:
    """Load a run that `save` has stored.

    Parameters
    ----------
    folder : path
    model : nn.Module, optional
        What to load the weights into: wanted for a model that was not built from the recipe.

    Returns
    -------
    run : Run
        The model is on the CPU, in evaluation mode.
    recipe : Recipe

    Raises
    ------
    CourseError
        If there is no such run, it is damaged, or the weights do not fit the model.
    """
    saved = read(Path(folder), "pytorch")
    if model is None:
        model = build_model(saved.recipe, saved.image_shape, saved.num_classes)
    try:
        model.load_state_dict(torch.load(Path(folder) / WEIGHTS, map_location="cpu"))
    except (EOFError, UnpicklingError):
        raise CourseError(f"The weights in {folder} are damaged: save the run again.") from None
    except (OSError, RuntimeError, KeyError) as error:
        raise CourseError(
            f"The weights in {folder} cannot be loaded: {str(error).splitlines()[0]}"
        ) from None
    return Run(model.eval(), saved.history), saved.recipe
