"""What a trusted check compares published values with; in a check its name is `trusted`.

A published value can be anything: a student's function may have returned a list of text where a
number was asked for. So every comparison here fails with an AssertionError, never otherwise. It
carries the author's message and what is off about the published value, not the value expected.
"""

import math

import numpy as np


def close(got, expected, message: str, *, rtol: float = 1e-3, atol: float = 1e-5) -> None:
    """Assert that numbers are equal up to rounding.

    Parameters
    ----------
    got : published value
        A number, an array, or lists of them.
    expected : array-like
        The right numbers. NaN and infinity are met by themselves only.
    message : str
        What to tell the student if they differ.
    rtol, atol : float
        The difference may be `atol + rtol * abs(expected)`; the defaults leave room for float32.

    Raises
    ------
    AssertionError
        If `got` has another shape, holds no numbers, or others.

    Examples
    --------
    >>> close([1.0, 2.0], np.array([1.0, 2.0]), "the steps are off")
    >>> close([1.0, 2.1], np.array([1.0, 2.0]), "the steps are off")
    Traceback (most recent call last):
    AssertionError: the steps are off (1 of 2 numbers)
    >>> close("2.0", 2.0, "the loss is off")
    Traceback (most recent call last):
    AssertionError: the loss is off (it is a str)
    """
    expected = np.asarray(expected, dtype=float)
    got = array(got, message, shape=expected.shape)
    unequal = ~np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
    if unequal.any():
        odd = (unequal & ~np.isfinite(got)).any()
        among = f"{unequal.sum()} of {unequal.size} numbers" if got.ndim else ""
        _fail(message, ", ".join(filter(None, [among, "NaN or infinite" if odd else ""])))


def equal(got, expected, message: str) -> None:
    """Assert that values are the same: text, whole numbers, None, and lists and dicts of them.

    A tuple and a list are equal if their items are, and so is an array.

    Raises
    ------
    AssertionError
        If they differ.

    Examples
    --------
    >>> equal(("adam", 3), ["adam", 3], "name and number of steps")
    >>> equal({"adam": 3}, {"adam": 4}, "name and number of steps")
    Traceback (most recent call last):
    AssertionError: name and number of steps
    """
    if not _same(_plain(got), _plain(expected)):
        _fail(message, "")


def between(got, low: float, high: float, message: str) -> float:
    """Assert that one number lies from `low` to `high`, and return it.

    Raises
    ------
    AssertionError
        If it does not, is NaN, or is no single number.

    Examples
    --------
    >>> between(0.93, 0.9, 1, "the network should have learned")
    0.93
    """
    value = float(array(got, message, shape=()))
    if not low <= value <= high:
        _fail(message, "NaN" if math.isnan(value) else f"it is {value:.4g}")
    return value


def array(got, message: str, *, shape: tuple | None = None) -> np.ndarray:
    """A published number, array, or list of them, as an array of float64.

    Parameters
    ----------
    got : published value
    message : str
    shape : tuple of (int or None), optional
        Length of each axis; None for any length.

    Raises
    ------
    AssertionError
        If `got` holds anything but numbers, or has another shape.

    Examples
    --------
    >>> array([[1, 2]], "the logits should be a row per image", shape=(None, 2)).tolist()
    [[1.0, 2.0]]
    """
    if not _is_numeric(got):
        _fail(message, f"it is a {type(got).__name__}" if not _is_list(got) else "not all numbers")
    try:
        value = np.asarray(got, dtype=float)
    except (ValueError, OverflowError):
        _fail(message, "its parts differ in shape")
    fits = shape is None or (
        value.ndim == len(shape)
        and all(n in (None, m) for n, m in zip(shape, value.shape, strict=True))
    )
    if not fits:
        _fail(message, f"it has the shape {value.shape}")
    return value


def accuracy(
    predictions_or_logits, labels, message: str = "There should be a prediction for every example."
) -> float:
    """Share of the examples that are predicted right.

    Parameters
    ----------
    predictions_or_logits : published value
        The predicted classes (n,), or logits (n, num_classes), of which the largest counts.
    labels : array-like, shape (n,)
        The held-out labels.
    message : str
        What to tell the student if there are no such predictions.

    Returns
    -------
    float
        In [0, 1]; a NaN among the logits of an example makes it wrong.

    Raises
    ------
    AssertionError
        If the shape is another, or there are no numbers.

    Examples
    --------
    >>> accuracy([[0.2, 0.8], [0.9, 0.1], [0.4, 0.6], [np.nan, 1.0]], [1, 0, 0, 1])
    0.5
    """
    labels = np.asarray(labels)
    values = array(predictions_or_logits, message)
    if values.ndim not in (1, 2) or len(values) != len(labels) or values.shape[1:] == (0,):
        _fail(message, f"they have the shape {values.shape}")
    if values.ndim == 2:
        known = ~np.isnan(values).any(axis=1)
        values = np.where(known, np.argmax(values, axis=1), -1)
    return float(np.mean(values == labels))


def _fail(message: str, what: str):
    raise AssertionError(f"{message} ({what})" if what else message)


def _is_list(value) -> bool:
    return isinstance(value, list | tuple)


def _is_numeric(value) -> bool:
    if _is_list(value):
        return all(map(_is_numeric, value))
    return isinstance(value, bool | int | float | np.number | np.bool_ | np.ndarray)


def _plain(value):
    """A value with lists in place of tuples and arrays."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if _is_list(value) else value


def _same(got, expected) -> bool:
    if isinstance(expected, float) and math.isnan(expected):
        return isinstance(got, float) and math.isnan(got)
    if isinstance(expected, list) and isinstance(got, list):
        return len(got) == len(expected) and all(map(_same, got, expected))
    if isinstance(expected, dict) and isinstance(got, dict):
        return got.keys() == expected.keys() and all(_same(got[k], expected[k]) for k in expected)
    return got == expected
