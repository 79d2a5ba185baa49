"""The text in which values pass between a student's kernel and the grader: strict both ways."""

import base64
import binascii
import json
import math

import numpy as np

from cnncourse.errors import CourseError

MIME = "application/vnd.cnncourse.published+json"
MAX_SIZE = 4_000_000  # characters of text a cell
_MAX_DEPTH = 16
_MAX_AXES = 8
_DTYPES = frozenset(
    ["bool", "float16", "float32", "float64"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
)
_ODD_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class PublicationError(CourseError, ValueError):
    """Values that cannot be passed on, or a text that holds none."""


def encode(values: dict) -> str:
    """Write values as ASCII text.

    Parameters
    ----------
    values : dict of str to value
        A value is None, a bool, an int of 64 bits, a float, a str, a NumPy array of bools, ints
        or floats, or a list, tuple or dict (with str keys) of values. A NumPy scalar becomes an
        array of shape ().

    Raises
    ------
    PublicationError
        If a value is of another type, nested too deep, or the text is longer than `MAX_SIZE`.

    Examples
    --------
    >>> encode({"loss": 0.5, "steps": (3, None)})
    '{"dict":{"loss":0.5,"steps":{"tuple":[3,null]}}}'
    >>> decode(encode({"w": np.array([1.0, np.inf], "float32")}))
    {'w': array([ 1., inf], dtype=float32)}
    """
    text = json.dumps(_pack(values, "values", 0), separators=(",", ":"))
    if len(text) > MAX_SIZE:
        raise PublicationError(
            f"The values take {len(text) / 1e6:.1f} MB: at most {MAX_SIZE / 1e6:g} MB can be "
            "passed on."
        )
    return text


def decode(text) -> dict:
    """Read what `encode` wrote, from someone who may have written anything.

    Raises
    ------
    PublicationError
        Whatever is wrong with the text; no other exception.
    """
    if not isinstance(text, str) or len(text) > MAX_SIZE:
        raise PublicationError(f"not a text of at most {MAX_SIZE / 1e6:g} MB")
    try:
        packed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PublicationError("not JSON") from error
    values = _unpack(packed, 0)
    if not isinstance(values, dict):
        raise PublicationError("no names")
    return values


# --- writing ----------------------------------------------------------------------------------


def _pack(value, name: str, depth: int):
    if depth > _MAX_DEPTH:
        raise PublicationError(f"{name} is nested too deep.")
    match value:
        case None | bool():
            return value
        case str() if _is_text(value):
            return value
        case np.ndarray() | np.generic() if value.dtype.name in _DTYPES:
            return {"array": _pack_array(np.asarray(value))}
        case int() if -(2**63) <= value < 2**63:
            return int(value)
        case float():
            return float(value) if math.isfinite(value) else {"float": str(float(value))}
        case list() | tuple():
            items = [_pack(v, f"{name}[{i}]", depth + 1) for i, v in enumerate(value)]
            return items if isinstance(value, list) else {"tuple": items}
        case dict() if all(isinstance(key, str) and _is_text(key) for key in value):
            return {"dict": {k: _pack(v, f"{name}[{k!r}]", depth + 1) for k, v in value.items()}}
    kind = f"array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
    raise PublicationError(
        f"{name} is of a kind that cannot be passed on ({kind}): numbers, text, lists, tuples, "
        "dicts with text as keys, and NumPy arrays of numbers can."
    )


def _pack_array(array: np.ndarray) -> list:
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()  # in C order
    return [array.dtype.name, list(array.shape), base64.b64encode(data).decode("ascii")]


def _is_text(value: str) -> bool:
    """Whether it can be written to a file: half a surrogate pair cannot."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


# --- reading: never trust ---------------------------------------------------------------------


def _unpack(packed, depth: int):
    if depth > _MAX_DEPTH:
        raise PublicationError("nested too deep")
    match packed:
        case None | bool():
            return packed
        case int() if -(2**63) <= packed < 2**63:
            return packed
        case float() if math.isfinite(packed):
            return packed
        case str() if _is_text(packed):
            return packed
        case list():
            return [_unpack(item, depth + 1) for item in packed]
        case dict() if len(packed) == 1:
            return _unpack_tagged(*next(iter(packed.items())), depth)
    raise PublicationError(f"a {type(packed).__name__} that stands for no value")


def _unpack_tagged(tag: str, content, depth: int):
    match tag, content:
        case "float", str() if content in _ODD_FLOATS:
            return _ODD_FLOATS[content]
        case "tuple", list():
            return tuple(_unpack(item, depth + 1) for item in content)
        case "dict", dict() if all(map(_is_text, content)):
            return {key: _unpack(value, depth + 1) for key, value in content.items()}
        case "array", [str() as dtype, list() as shape, str() as data]:
            return _unpack_array(dtype, shape, data)
    raise PublicationError("an object that stands for no value")


def _unpack_array(dtype: str, shape: list, data: str) -> np.ndarray:
    if dtype not in _DTYPES:
        raise PublicationError("an array of a kind that is not passed on")
    if len(shape) > _MAX_AXES or not all(type(n) is int and 0 <= n <= MAX_SIZE for n in shape):
        raise PublicationError("an array of an impossible shape")
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PublicationError("an array whose bytes cannot be read") from error
    little_endian = np.dtype(dtype).newbyteorder("<")
    # Python's integers do not overflow, NumPy's do: an axis of length 0 would hide huge ones.
    if math.prod(max(n, 1) for n in shape) > MAX_SIZE:
        raise PublicationError("an array of an impossible shape")
    if math.prod(shape) * little_endian.itemsize != len(content):
        raise PublicationError("an array with more or fewer bytes than its shape")
    if dtype == "bool" and content.strip(b"\x00\x01"):
        raise PublicationError("an array of bools that are neither true nor false")
    return np.frombuffer(content, little_endian).astype(dtype).reshape(shape)
