"""The folder of a saved run: what stands in it beside the weights, which the frameworks write."""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from cnncourse.errors import CourseError
from cnncourse.history import History
from cnncourse.recipe import Recipe

RECIPE, ABOUT = "recipe.toml", "run.json"


@dataclass(frozen=True)
class SavedRun:
    """A run without its weights.

    Attributes
    ----------
    framework : str
    recipe : Recipe
    history : History
    image_shape : tuple of int
        (height, width, channels).
    num_classes : int
    """

    framework: str
    recipe: Recipe
    history: History
    image_shape: tuple[int, int, int]
    num_classes: int


def write(run: SavedRun, folder: Path, weights: str, write_weights: Callable[[Path], None]) -> Path:
    """Write a run into a folder; each file appears whole or not at all.

    Parameters
    ----------
    run : SavedRun
    folder : Path
    weights : str
        Name of the file of weights, whose ending tells its format.
    write_weights : callable
        Writes them to the path that it is given.

    Raises
    ------
    CourseError
        If the folder cannot be written to.
    """
    about = {
        "framework": run.framework,
        "image_shape": run.image_shape,
        "num_classes": run.num_classes,
        "history": run.history.to_dict(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as place:
            write_weights(Path(place, weights))
            Path(place, RECIPE).write_text(to_toml(run.recipe), encoding="utf-8")
            Path(place, ABOUT).write_text(json.dumps(about), encoding="utf-8")
            for name in (weights, RECIPE, ABOUT):
                os.replace(Path(place, name), folder / name)
    except OSError as error:
        raise CourseError(f"The run cannot be saved in {folder}: {error.strerror}.") from None
    return folder


def read(folder: Path, framework: str) -> SavedRun:
    """Read what `write` has written for that framework, without the weights.

    Raises
    ------
    CourseError
        If there is none, it is damaged, or was saved from the other framework.
    """
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        recipe = Recipe.from_toml(folder / RECIPE)
        history, image_shape = History(**about["history"]), tuple(map(int, about["image_shape"]))
        num_classes = int(about["num_classes"])
        saved = SavedRun(about["framework"], recipe, history, image_shape, num_classes)
    except OSError as error:
        raise CourseError(f"There is no saved run in {folder}: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise CourseError(f"The run in {folder} is damaged ({error}): save it again.") from None
    if saved.framework != framework:
        raise CourseError(
            f"The run in {folder} is one of {saved.framework}: load it there, and carry its "
            "weights across with cnncourse.parity.copy_weights."
        )
    return saved


def to_toml(recipe: Recipe) -> str:
    """Write a recipe as `Recipe.from_toml` reads it; what is None is left out.

    Examples
    --------
    >>> 'precision = "float32"' in to_toml(Recipe()).splitlines()
    True
    """
    return tomli_w.dumps(_without_none(recipe.to_dict()))


def _without_none(value):
    if isinstance(value, dict):
        return {key: _without_none(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [_without_none(entry) for entry in value]
    return value
