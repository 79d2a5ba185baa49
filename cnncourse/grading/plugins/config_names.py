"""Names of this package in nbgrader_config.py: an old copy names what lies elsewhere by now."""

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from traitlets.config import Config

from cnncourse.errors import CourseError
from cnncourse.grading import plugins

_PACKAGE = "cnncourse."


def check_names(settings: Config, path: Path) -> None:
    """Make sure that what a configuration names of this package is there.

    nbgrader would say of some of it that it cannot be imported, and of the rest only when a
    notebook is graded.

    Parameters
    ----------
    settings : Config
    path : Path
        The file that they come from.

    Raises
    ------
    CourseError
        Which says what to write there.

    Examples
    --------
    >>> settings = Config({"Autograde": {"preprocessors": ["cnncourse.grading.old.GiveInputs"]}})
    >>> check_names(settings, Path("nbgrader_config.py"))
    Traceback (most recent call last):
    cnncourse.errors.CourseError: nbgrader_config.py names cnncourse.grading.old.GiveInputs, ...
    """
    for name in _names_in(settings):
        module, _, what = name.rpartition(".")
        if not _has(module, what):
            place = next((place for place in _places() if _defines(place, what)), None)
            advice = (
                f"write {place}.{what}"
                if place
                else "take the nbgrader_config.py that came with it, with your own settings in it"
            )
            raise CourseError(
                f"{path} names {name}, which this release of cnncourse does not have: {advice}."
            )


def _names_in(settings: Mapping) -> Iterator[str]:
    for value in settings.values():
        if isinstance(value, Mapping):
            yield from _names_in(value)
        elif isinstance(value, str | list | tuple):
            texts = [value] if isinstance(value, str) else value
            yield from (t for t in texts if isinstance(t, str) and t.startswith(_PACKAGE))


def _has(module: str, what: str) -> bool:
    try:
        return hasattr(import_module(module), what)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(_PACKAGE):
            return False
        raise  # of somebody else's package, which is not installed


def _places() -> Iterator[str]:
    """Modules whose classes and functions a configuration names."""
    for module in pkgutil.iter_modules(plugins.__path__, f"{plugins.__name__}."):
        yield module.name


def _defines(module: str, what: str) -> bool:
    return getattr(getattr(import_module(module), what, None), "__module__", "") == module
