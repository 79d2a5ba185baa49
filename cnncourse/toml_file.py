"""Reads a TOML file as a reader's editor saved it, or says in one line what is wrong with it."""

import tomllib

from cnncourse.errors import RecipeError
from cnncourse.paths import read_text, shown


def read_recipe(path) -> dict:
    """The values of a recipe's TOML file, unchecked; a byte-order mark is passed over.

    Raises
    ------
    RecipeError
        If there is no such file, it cannot be read, or it is not TOML.
    """
    text = read_text(path, "recipe", RecipeError)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError is one; so is a number of thousands of digits
        raise RecipeError(f"{shown(path)} is not valid TOML: {error}.") from None
    except RecursionError:
        raise RecipeError(f"{shown(path)} is not valid TOML: it is nested too deeply.") from None
