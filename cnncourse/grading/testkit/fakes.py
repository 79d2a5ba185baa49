"""Fakes in place of the functions that a part calls, so that its test needs no other part."""

import inspect
import sys
from contextlib import contextmanager

import numpy as np


def notebook() -> dict:
    """The names of the notebook whose cell is running."""
    return vars(sys.modules["__main__"])


class Fakes:
    """Fakes in place of the functions that a part calls, so that its test needs no other part.

    They know no answers: each notes how it is called, and returns what its stub returns.

    Parameters
    ----------
    **stubs : callable
        By the name of the function in the notebook. A stub's parameters give the arguments their
        names and defaults; keyword arguments that it does not have are dropped, for only the
        student's own version of the function knows them.

    Attributes
    ----------
    calls : list of dict
        A dict for each call, in order: the "function", its arguments by their names, and what it
        "returned". Numbers, text and arrays (tensors become arrays) are noted as they are, any
        other object by its `name`, so that the calls can be published.

    Examples
    --------
    >>> fakes = Fakes(square=lambda x: 0)
    >>> notebook = {"square": lambda x: x * x}
    >>> with fakes.replacing(notebook):
    ...     notebook["square"](3)
    0
    >>> fakes.calls
    [{'function': 'square', 'x': 3, 'returned': 0}]
    >>> notebook["square"](3)
    9
    """

    def __init__(self, **stubs):
        self.calls = []
        self._fakes = {name: self._fake(name, stub) for name, stub in stubs.items()}
        self._objects = []  # kept, or a later object could get the identity of an earlier one

    @contextmanager
    def replacing(self, namespace: dict | None = None):
        """Put the fakes into a namespace, that of the notebook by default, while the block runs."""
        namespace = notebook() if namespace is None else namespace
        own = {name: namespace[name] for name in self._fakes if name in namespace}
        namespace.update(self._fakes)
        try:
            yield
        finally:
            for name in self._fakes:
                del namespace[name]
            namespace.update(own)

    def name(self, value) -> str:
        """The name by which an object is noted: that of a fake, or a number of its own."""
        for name, fake in self._fakes.items():
            if value is fake:
                return name
        if not any(value is known for known in self._objects):
            self._objects.append(value)
        return f"object {next(i for i, known in enumerate(self._objects) if known is value)}"

    def _fake(self, name: str, stub):
        signature = inspect.signature(stub)

        def fake(*args, **kwargs):
            known = {key: value for key, value in kwargs.items() if key in signature.parameters}
            call = signature.bind(*args, **known)
            call.apply_defaults()
            arguments = {key: self._note(value) for key, value in call.arguments.items()}
            returned = stub(**call.arguments)
            self.calls.append({"function": name, **arguments, "returned": self._note(returned)})
            return returned

        return fake

    def _note(self, value):
        if hasattr(value, "shape") and hasattr(value, "dtype"):
            array = np.asarray(value)
            return array if array.ndim else array.item()
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, list | tuple):
            return [self._note(item) for item in value]
        return self.name(value)
