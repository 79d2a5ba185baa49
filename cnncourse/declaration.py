"""How the parts of a recipe are declared: as dataclasses that check what they are given."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from typing import Annotated, Any, Literal, dataclass_transform, get_args

import numpy as np
from pydantic import BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass
from pydantic.fields import FieldInfo

from cnncourse.errors import RecipeError, require, unknown_name

_LARGEST = 1e30
"""Far from where float32 ends, so that a square is still a number."""
_SMALLEST = 1e-30


def _as_number(value):
    """Take NumPy's numbers for Python's; leave all else to the check that follows."""
    return value.item() if isinstance(value, np.integer | np.floating) else value


def _as_whole_number(value):
    """Take 32.0 for 32, as a whole number read from a table of floats is one."""
    value = _as_number(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_tuple(value):
    """Take for a tuple what TOML and JSON have, a list, and what weights are computed in."""
    value = value.tolist() if isinstance(value, np.ndarray) else value
    return tuple(value) if isinstance(value, list) else value


def _number(description: str, **bounds):
    """The type of a finite float within bounds; the description completes "it has to be ..."."""
    return Annotated[
        float,
        BeforeValidator(_as_number),
        Field(allow_inf_nan=False, description=description, **bounds),
    ]


def _whole_number(description: str, **bounds):
    return Annotated[
        int, BeforeValidator(_as_whole_number), Field(description=description, **bounds)
    ]


Positive = _number("a number above 0, such as 0.001", ge=_SMALLEST, le=_LARGEST)
LearningRate = _number("a number above 0, try 0.001", ge=_SMALLEST, le=_LARGEST)
NotNegative = _number("a number, 0 or larger", ge=0, le=_LARGEST)
Number = _number("a number", ge=-_LARGEST, le=_LARGEST)
Fraction = _number("a number in [0, 1), such as 0.1", ge=0, lt=1)
Share = _number("a number in [0, 1], such as 0.5", ge=0, le=1)
ShareAboveZero = _number("a number in (0, 1], such as 0.5", ge=_SMALLEST, le=1)
Inside = _number("a number in (0, 1), such as 0.5", ge=_SMALLEST, lt=1)
Angle = _number("a number of degrees from 0 to 180", ge=0, le=180)
Count = _whole_number("a whole number, 1 or larger", ge=1, le=2**31 - 1)
WholeNotNegative = _whole_number("a whole number, 0 or larger", ge=0, le=2**31 - 1)
Whole = _whole_number("a whole number", ge=-(2**31), le=2**31 - 1)
Seed = _whole_number("a whole number from 0 to 2**63 - 1", ge=0, le=2**63 - 1)
Flag = Annotated[bool, Field(description="true or false, without quotation marks")]
Weights = Annotated[
    tuple[Positive, ...],
    BeforeValidator(_as_tuple),
    Field(min_length=1, description="a list with one positive weight per class"),
]


class Registry(dict):
    """Names of the options of one kind, each with the dataclass that declares it.

    Parameters
    ----------
    kind : str
        What the options are, for messages: "optimizer".

    Examples
    --------
    >>> SIGNALS = Registry("signal")
    >>> @SIGNALS.option("blink")
    ... class Blink:
    ...     times: Count = 1
    >>> SIGNALS.make({"name": "blink", "times": 3})
    Blink(times=3)
    >>> SIGNALS.make("flash")
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: Unknown signal 'flash': choose one of blink.
    >>> SIGNALS.to_dict(Blink())
    {'name': 'blink', 'times': 1}
    """

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    @dataclass_transform(frozen_default=True)
    def option(self, name: str) -> Callable[[type], type]:
        """Declare a class to be an option of this kind: a frozen dataclass with checked fields."""

        def declare(cls: type) -> type:
            self[name] = declared(cls)
            return self[name]

        return declare

    def name_of(self, option: object) -> str:
        """The name under which the class of an option stands here."""
        return next(name for name, cls in self.items() if cls is type(option))

    def make(self, value: object) -> Any:
        """Return the option that a value stands for.

        Parameters
        ----------
        value : option, str or dict
            An option itself; the name of one, for its defaults; or a table with a `name`, as read
            from TOML.

        Raises
        ------
        RecipeError
            If there is no such option, or it has no such field or value.
        """
        if type(value) in self.values():
            return value
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, dict):
            raise RecipeError(
                f"{value!r} is no {self.kind}: give one of {', '.join(sorted(self))}."
            )
        values = dict(value)
        name = values.pop("name", None)
        if not isinstance(name, str) or name not in self:
            raise RecipeError(unknown_name(self.kind, name, self))
        return construct(self[name], values, f"{self.kind} {name!r}")

    def to_dict(self, option: object) -> dict:
        """The option as a table of plain values with its `name`, the inverse of `make`."""
        return {"name": self.name_of(option)} | to_dict(option)

    def one(self):
        """The type of a field that holds one option of this kind."""
        return Annotated[
            Any, BeforeValidator(self.make), Field(json_schema_extra={"to_dict": self.to_dict})
        ]

    def several(self):
        """The type of a field that holds a tuple of options of this kind."""

        def make_all(values: object) -> tuple:
            if not isinstance(values, tuple | list):
                raise RecipeError(
                    f"{values!r} is no list: give a list of options, each one of "
                    f"{', '.join(sorted(self))}."
                )
            return tuple(map(self.make, values))

        def all_to_dict(options: tuple) -> list[dict]:
            return [self.to_dict(option) for option in options]

        return Annotated[
            Any, BeforeValidator(make_all), Field(json_schema_extra={"to_dict": all_to_dict})
        ]


@dataclass_transform(frozen_default=True)
def declared(cls: type) -> type:
    """Make a class a frozen dataclass whose fields are checked strictly; see `RecipeError`.

    A value of another type is refused rather than converted: "false" is no truth value and true is
    no number. Whole numbers may come as floats and as NumPy's numbers, and tuples as lists.

    Examples
    --------
    >>> @declared
    ... class Point:
    ...     x: NotNegative = 0.0
    >>> Point(x=-1)
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: x of Point is -1: it has to be a number, 0 or larger.
    """
    config = ConfigDict(strict=True, extra="forbid", validate_default=True)
    made = checked_dataclass(frozen=True, config=config)(cls)
    check = made.__init__

    def __init__(self, *args, **values):  # noqa: N807 -- it takes the place of that method
        try:
            check(self, *args, **values)
        except ValidationError as error:
            raise RecipeError(_one_line(made, error)) from None

    __init__.__wrapped__ = check
    __init__.__signature__ = made.__signature__
    made.__init__ = __init__
    return made


def construct(cls: type, values: dict, what: str) -> Any:
    """Make an instance of a declared class from a table.

    Raises
    ------
    RecipeError
        If it has no field of a name in the table, lists those there are; or if a value is wrong.
    """
    known = [field.name for field in fields(cls)]
    for name in values:
        if name not in known:
            raise RecipeError(unknown_name(f"field of {what}", name, known))
    return cls(**values)


def table_of(cls: type, what: str):
    """The type of a field that holds a declared class, or a table to make it from."""

    def make(value: object) -> Any:
        if isinstance(value, dict):
            return construct(cls, value, what)
        require(type(value) is cls, f"{what} is {value!r}: give {cls.__name__}(...), or a table.")
        return value

    return Annotated[Any, BeforeValidator(make), Field(json_schema_extra={"to_dict": to_dict})]


def to_dict(option: object) -> dict:
    """The fields of a declared class as plain values; options within it become tables."""
    values = {}
    for name, convert in _converters(type(option)):
        value = getattr(option, name)
        values[name] = convert(value) if convert and value is not None else _plain(value)
    return values


@cache
def _converters(cls: type) -> tuple[tuple[str, Callable | None], ...]:
    """Each field of a declared class with its converter: once, as thousands of recipes are read."""
    return tuple((f.name, _converter(cls.__pydantic_fields__[f.name])) for f in fields(cls))


def _converter(field: FieldInfo) -> Callable | None:
    """What makes plain values of an option in this field, if it holds any."""
    for info in (field, *_inner(field.annotation)):
        if info.json_schema_extra:
            return info.json_schema_extra["to_dict"]
    return None


def _inner(annotation) -> Iterator[FieldInfo]:
    """What is said of the parts of a type such as `Positive | None`, the outer ones first."""
    parts = get_args(annotation)
    yield from (part for part in parts if isinstance(part, FieldInfo))
    for part in parts:
        yield from _inner(part)


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _one_line(cls: type, error: ValidationError) -> str:
    """The first thing that is wrong, in the words of the field's declaration."""
    first = error.errors(include_url=False)[0]
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    name, known = first["loc"][0], list(cls.__pydantic_fields__)
    if first["type"] == "unexpected_positional_argument":
        return f"{cls.__name__} takes at most {len(known)} values: {', '.join(known)}."
    if isinstance(name, int):
        name = known[name]
    if name not in known:
        return unknown_name(f"field of {cls.__name__}", name, known)
    return f"{name} of {cls.__name__} is {first['input']!r}: it has to be {description(cls, name)}."


def description(cls: type, name: str) -> str:
    """What the values of a field of a declared class are, as its type says.

    Examples
    --------
    >>> @declared
    ... class Point:
    ...     x: NotNegative | None = None
    >>> description(Point, "x")
    'a number, 0 or larger'
    """
    field = cls.__pydantic_fields__[name]
    inner = (info.description for info in _inner(field.annotation))
    return field.description or next(filter(None, inner), "")


def one_of(*names: str):
    """The type of a field that holds one of these texts."""
    return Annotated[Literal[names], Field(description=f"one of {', '.join(names)}")]
