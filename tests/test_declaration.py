"""Every field of every option refuses what it cannot be, in one line that names it."""

import pickle
from dataclasses import fields, replace

import numpy as np
import pytest

import cnncourse
from cnncourse.declaration import (
    Count,
    Fraction,
    Registry,
    Weights,
    construct,
    declared,
    description,
    one_of,
    to_dict,
)
from cnncourse.errors import RecipeError
from cnncourse.recipe import Recipe

OPTIONS = {cls for registry in cnncourse._REGISTRIES for cls in registry.values()} | {Recipe}
FIELDS = sorted((cls.__name__, field.name) for cls in OPTIONS for field in fields(cls))
CLASSES = {cls.__name__: cls for cls in OPTIONS}
# Wrong for a field of whatever type: none takes these.
NEVER = [float("nan"), float("inf"), -float("inf"), object(), {"a": 1}, b"adam", 1e39, {1}]
# Wrong for all but the fields of texts, numbers, truth values and lists.
TEXTS, FLAGS, LISTS = ["0.1", "no", "", "false"], [True], [[0.1], ((1,),)]


def takes(cls: type, name: str, value) -> bool:
    """Whether a field takes a value; an error has to be one line that tells what it wants."""
    try:
        cls(**{name: value})
    except RecipeError as error:
        text = str(error)
        assert "\n" not in text and len(text) > 20
        assert "pydantic" not in text
        return False
    return True


@pytest.mark.parametrize(("owner", "name"), FIELDS)
def test_what_no_field_takes(owner, name):
    for value in NEVER:
        assert not takes(CLASSES[owner], name, value), value


@pytest.mark.parametrize(("owner", "name"), FIELDS)
def test_numbers_flags_and_texts_are_not_taken_for_each_other(owner, name):
    cls = CLASSES[owner]
    wrong = {
        bool: [*TEXTS, 1, 0, 1.0, None],
        int: [*TEXTS, *FLAGS, *LISTS, 0.5, np.float64(0.5), None],
        float: [*TEXTS, *FLAGS, *LISTS, None],
        str: [*TEXTS, *FLAGS, *LISTS, 1, 1.5, None],
    }
    for value in wrong.get(type(getattr(cls(), name)), []):
        assert not takes(cls, name, value), value


@pytest.mark.parametrize(("owner", "name"), FIELDS)
def test_what_float32_takes_for_zero_is_refused_where_zero_is(owner, name):
    cls = CLASSES[owner]
    if type(getattr(cls(), name)) is float and not takes(cls, name, 0.0):
        assert not takes(cls, name, 1e-50)


@declared
class Sample:
    """One field of each kind."""

    share: Fraction = 0.0
    count: Count = 1
    mode: one_of("a", "b") = "a"
    weights: Weights | None = None


@pytest.mark.parametrize("value", [8, 8.0, np.int64(8), np.float32(8), np.uint8(8)])
def test_whole_numbers_are_taken_from_any_type(value):
    count = Sample(count=value).count
    assert count == 8 and type(count) is int


@pytest.mark.parametrize("value", [np.float64(0.5), np.float32(0.5), 0.5])
def test_fractions_are_taken_from_any_type(value):
    share = Sample(share=value).share
    assert share == 0.5 and type(share) is float


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Sample(share=1.0), "share of Sample is 1.0: it has to be a number in [0, 1)"),
        (lambda: Sample(count=0.5), "count of Sample is 0.5: it has to be a whole number"),
        (lambda: Sample(mode="c"), "mode of Sample is 'c': it has to be one of a, b."),
        (lambda: Sample(weights=[1.0, 0.0]), "it has to be "),
        (lambda: Sample(weights=[]), "weights of Sample is"),
        (lambda: Sample(speed=1), "Unknown field of Sample 'speed': choose one of count, "),
        (lambda: Sample(0.1, 1, "a", None, 5), "Sample takes at most 4 values: share, "),
        (lambda: replace(Sample(), count=-1), "count of Sample is -1"),
        (lambda: construct(Sample, {"shares": 1}, "sample"), "Unknown field of sample 'shares'"),
    ],
)
def test_messages(make, message):
    with pytest.raises(RecipeError) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64"])
def test_weights_are_taken_from_an_array(dtype):
    option = cnncourse.CrossEntropy(class_weights=np.array([1, 2], dtype))
    assert option == cnncourse.CrossEntropy(class_weights=(1.0, 2.0))
    for wrong in (np.ones((2, 2)), np.array(1.0), np.array([1.0, np.nan])):
        with pytest.raises(RecipeError, match="one positive weight per class"):
            cnncourse.CrossEntropy(class_weights=wrong)


def test_lists_become_tuples_and_plain_values_lists():
    sample = Sample(weights=[1, 2.5])
    assert sample.weights == (1.0, 2.5)
    assert to_dict(sample) == {"share": 0.0, "count": 1, "mode": "a", "weights": [1.0, 2.5]}


@pytest.mark.parametrize("cls", sorted(OPTIONS, key=lambda cls: cls.__name__))
def test_every_field_says_what_it_holds(cls):
    for field in fields(cls):
        info = cls.__pydantic_fields__[field.name]
        assert (
            description(cls, field.name)
            or "to_dict" in str(info.json_schema_extra)
            or ("BeforeValidator" in str(info))
        ), field.name


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_options_are_values(name):
    option = CLASSES[name]()
    assert option == CLASSES[name]() and hash(option) == hash(CLASSES[name]())
    assert pickle.loads(pickle.dumps(option)) == option
    with pytest.raises(AttributeError):
        option.name = 1


def test_an_option_comes_from_its_name_a_table_or_itself():
    signals = Registry("signal")

    @signals.option("blink")
    class Blink:
        """Blink some times."""

        times: Count = 1

    assert signals.make("blink") == signals.make({"name": "blink"}) == signals.make(Blink())
    assert signals.make({"name": "blink", "times": 2}) == Blink(times=2)
    for wrong in ("flash", {"name": ["blink"]}, {}, 3, None, Blink):
        with pytest.raises(RecipeError, match=r"blink"):
            signals.make(wrong)
