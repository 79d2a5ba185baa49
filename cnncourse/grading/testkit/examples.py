"""Examples in test cells: what a function should return, and the message where it does not."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from cnncourse.grading.testkit.fakes import notebook

_LONGEST = 300
"""Characters of a value in a message."""


class ExampleError(AssertionError):
    """An example that did not come out as it should; its text is for the student."""


def example(function, /, *args, gives, hint: str = "", rtol=1e-3, atol=1e-5, **kwargs) -> None:
    """Call a function, and say so if it returns anything else than it should.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What to call it with; each call gets the objects themselves.
    gives : object
        What it should return: numbers, which may come as a tensor, are equal up to rounding,
        anything else exactly.
    hint : str
        What to try, in a sentence or two.
    rtol, atol : float
        As in `expect`.

    Raises
    ------
    ExampleError
        An AssertionError for the student to read. What the function itself raises goes through,
        with the call as its note.

    Examples
    --------
    >>> example(abs, -2, gives=2)
    >>> example(round, 2.5, gives=3, hint="Round half up.")
    Traceback (most recent call last):
    cnncourse.grading.testkit.examples.ExampleError: round(2.5)
      is         2
      should be  3
    Round half up.
    """
    what = call_of(function, *args, **kwargs)
    with trying(what):
        returned = function(*args, **kwargs)
    expect(returned, gives, what, hint, rtol=rtol, atol=atol)


@contextmanager
def trying(what: str) -> Iterator[None]:
    """Say what was tried in everything that is raised in the block.

    Examples
    --------
    >>> with trying("train_step with a batch of one"):
    ...     expect([1, 2], [1, 3], "the weights")
    Traceback (most recent call last):
    cnncourse.grading.testkit.examples.ExampleError: train_step with a batch of one
    the weights
      is         [1, 2]
      should be  [1, 3]
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, AssertionError) and str(error):
            raise ExampleError(f"{what}\n{error}") from None
        error.add_note(what)
        raise


def expect(got, right, what: str, hint: str = "", *, rtol=1e-3, atol=1e-5) -> None:
    """Say so if a value is another one than it should be.

    Parameters
    ----------
    got : object
        Of the student's code: a number, an array, a tensor, or anything else.
    right : object
        Numbers, which `got` should be up to `atol + rtol * abs(right)`, at the same shape; or
        text, None, or lists, tuples and dicts that are not all numbers, which have to be the same.
    what : str
        What it is, as "the loss of two images".
    hint : str

    Raises
    ------
    ExampleError

    Examples
    --------
    >>> expect([[0.5]], np.array([[0.5]]), "the logits")
    >>> expect([0.5, 0.1], 0.3, "the loss", "Return one number for the batch.")
    Traceback (most recent call last):
    cnncourse.grading.testkit.examples.ExampleError: the loss
      has the shape         (2,)
      should have the shape ()
    Return one number for the batch.
    """
    numbers = as_array(right)
    if not np.issubdtype(numbers.dtype, np.number):
        if not _is_same(got, right):
            _fail(what, {"is": got, "should be": right}, hint)
        return
    values = as_array(got)
    if not (np.issubdtype(values.dtype, np.number) or values.dtype == bool):
        _fail(what, {"is": got, "should be": right}, hint)
    expect_shape(values, numbers.shape, what, hint)
    if not np.allclose(values, numbers, rtol=rtol, atol=atol, equal_nan=True):
        _fail(what, {"is": got, "should be": right}, hint)


def expect_shape(got, shape: tuple, what: str, hint: str = "") -> None:
    """Say so if an array or a tensor has another shape than it should have.

    Raises
    ------
    ExampleError
    """
    found = as_array(got).shape
    if found != tuple(shape):
        _fail(what, {"has the shape": found, "should have the shape": tuple(shape)}, hint)


def as_array(value) -> np.ndarray:
    """A tensor of either framework, or numbers, as an array; of objects, where it is neither."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        return np.asarray(value)
    except ValueError:  # lists of different lengths
        return np.empty((), dtype=object)


def call_of(function, /, *args, **kwargs) -> str:
    """A call as one writes it: ``oscillation([2.0, 1.0], last=3)``."""
    arguments = [short(a) for a in args] + [f"{name}={short(v)}" for name, v in kwargs.items()]
    return f"{name_of(function)}({', '.join(arguments)})"


def name_of(function) -> str:
    """The name that a function, or an object in its place, has in the notebook."""
    for name, value in notebook().items():
        if value is function and not name.startswith("_"):
            return name
    return getattr(function, "__name__", type(function).__name__)


def short(value) -> str:
    """A value as a student types it, cut short where it is long.

    Examples
    --------
    >>> short(np.array([[0.12345678, 1.0]]))
    '[[0.1235, 1.0]]'
    """
    array = as_array(value) if hasattr(value, "shape") else None
    if array is not None and array.dtype != object:
        is_float = np.issubdtype(array.dtype, np.floating)
        value = (array.astype(float).round(4) if is_float else array).tolist()
    elif isinstance(value, float):
        value = float(f"{value:.6g}")
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _fail(what: str, facts: dict, hint: str):
    width = max(map(len, facts))
    rows = [f"  {name:<{width}}  {short(value)}" for name, value in facts.items()]
    raise ExampleError("\n".join([what, *rows, *([hint] if hint else [])]))


def _is_same(got, right) -> bool:
    if isinstance(right, list | tuple):
        lists = isinstance(got, list | tuple) and len(got) == len(right)
        return lists and all(map(_is_same, got, right))
    try:
        return bool(got == right)
    except ValueError:  # an array, which compares each of its numbers
        return False
