"""Methods of single objects, such as layers, that are others for a while."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def overridden(name: str, functions: Mapping[Any, Callable]) -> Iterator[None]:
    """Within it some objects have another method; afterwards, what they had before.

    It is put where the object itself keeps its attributes, past `__setattr__`, by which layers
    would take note of it.

    Parameters
    ----------
    name : str
        Of the method.
    functions : mapping of object to callable
        What each object has instead; it is called without the object.

    Examples
    --------
    >>> class Layer:
    ...     def call(self):
    ...         return "its own"
    >>> layer = Layer()
    >>> with overridden("call", {layer: lambda: "another"}):
    ...     layer.call()
    'another'
    >>> layer.call()
    'its own'
    """
    before = {owner: vars(owner)[name] for owner in functions if name in vars(owner)}
    for owner, function in functions.items():
        vars(owner)[name] = function
    try:
        yield
    finally:
        for owner in functions:
            del vars(owner)[name]
        for owner, function in before.items():
            vars(owner)[name] = function
