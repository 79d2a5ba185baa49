"""Comparing published values: whatever they are, they are right, or an AssertionError says why."""

import math

import numpy as np
import pytest

from cnncourse.grading.testkit.judging.comparisons import accuracy, array, between, close, equal

ODD = {
    "nothing": None,
    "text": "1.0",
    "dict": {"a": 1.0},
    "list of text": ["1.0", "2.0"],
    "ragged": [[1.0], [1.0, 2.0]],
    "ragged arrays": [np.zeros(2), np.zeros(3)],
    "huge": [10**400],
    "empty": [],
    "empty array": np.zeros((0, 2)),
    "deep": [[[[1.0]]]],
}


@pytest.mark.parametrize("got", ODD.values(), ids=ODD)
@pytest.mark.parametrize(
    "compare",
    [
        lambda got: close(got, [1.0, 2.0], "off"),
        lambda got: close(got, 1.0, "off"),
        lambda got: equal(got, [1, 2], "off"),
        lambda got: equal(got, 1, "off"),
        lambda got: between(got, 0, 1, "off"),
        lambda got: array(got, "off", shape=(None, 3)),
        lambda got: accuracy(got, [0, 1], "off"),
    ],
)
def test_odd_values_fail_with_the_message(compare, got):
    with pytest.raises(AssertionError, match=r"^off"):
        compare(got)


@pytest.mark.parametrize(
    "got",
    [
        [1.0, 2.0],
        (1, 2),
        np.array([1, 2], "uint8"),
        np.array([1.0, 2.0], "float32"),
        [np.array(1.0), np.float32(2)],
        [1.0005, 2.0005],
    ],
)
def test_close_numbers_of_any_kind(got):
    close(got, [1.0, 2.0], "off")


@pytest.mark.parametrize(
    ("got", "says"),
    [
        ([1.0, 2.1], "off (1 of 2 numbers)"),
        ([1.0, math.nan], "off (1 of 2 numbers, NaN or infinite)"),
        ([math.inf, -math.inf], "off (2 of 2 numbers, NaN or infinite)"),
        ([[1.0, 2.0]], "off (it has the shape (1, 2))"),
        (1.0, "off (it has the shape ())"),
        ("1", "off (it is a str)"),
        ([1.0, "2"], "off (not all numbers)"),
        ([[1], 2], "off (its parts differ in shape)"),
    ],
)
def test_close_says_what_is_off_but_not_the_answer(got, says):
    with pytest.raises(AssertionError) as caught:
        close(got, [1.0, 2.0], "off")
    assert str(caught.value) == says


def test_close_tolerances():
    close(1.1, 1.0, "off", rtol=0.2)
    close(0.1, 0.0, "off", atol=0.2)
    with pytest.raises(AssertionError):
        close(0.1, 0.0, "off", rtol=0.5)
    with pytest.raises(AssertionError):
        close(1.0005, 1.0, "off", rtol=0)


def test_close_to_what_is_not_finite():
    odd = [math.nan, math.inf, -math.inf]
    close(odd, odd, "off")
    with pytest.raises(AssertionError):
        close(odd[::-1], odd, "off")


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (("a", 1), ["a", 1]),
        (None, None),
        ({"a": [1, (2,)]}, {"a": (1, [2])}),
        (np.array([[1, 2]]), [[1, 2]]),
        ([1, 2], np.array([1, 2])),
        (np.array(3), 3),
        ([math.nan], [math.nan]),
        (1.0, 1),
        ("", ""),
    ],
)
def test_equal(got, expected):
    equal(got, expected, "off")


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ([], None),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, {"a": 1}),
        ({"a": 1}, {"b": 1}),
        (np.zeros((2, 1)), np.zeros(2)),
        ("1", 1),
        (math.nan, 1.0),
        (1.0, math.nan),
        ([["a"]], ["a"]),
        ({0: 1}, [1]),
    ],
)
def test_unequal(got, expected):
    with pytest.raises(AssertionError, match=r"^off$"):
        equal(got, expected, "off")


def test_between():
    assert between(np.array(0.5, "float32"), 0, 1, "off") == 0.5
    assert between(1, 0, 1, "off") == between(True, 0, 1, "off") == 1
    for got, says in ((1.5, "it is 1.5"), (-0.1, "it is -0.1"), (math.nan, "NaN")):
        with pytest.raises(AssertionError, match=rf"^off \({says}\)$"):
            between(got, 0, 1, "off")
    with pytest.raises(AssertionError, match="shape"):
        between([0.5], 0, 1, "off")


def test_array_shape():
    assert array([[1, 2, 3]], "off", shape=(None, 3)).dtype == float
    assert array(1, "off").shape == ()
    with pytest.raises(AssertionError, match=r"^off \(it has the shape \(2,\)\)$"):
        array([1, 2], "off", shape=(None, 2))


def test_accuracy_of_classes_and_of_logits():
    labels = np.array([0, 1, 2, 1])
    assert accuracy([0, 1, 2, 0], labels) == 0.75
    assert accuracy(np.eye(3)[[0, 1, 2, 1]], labels) == 1
    assert accuracy(np.eye(3)[[1, 2, 0, 2]], labels) == 0
    assert accuracy(np.full((4, 3), np.nan), labels) == 0
    assert accuracy([math.nan, 1.0, 2.0, math.inf], labels) == 0.5


@pytest.mark.parametrize("shape", [(), (3,), (5,), (3, 4), (4, 0), (4, 3, 1), (1, 4)])
def test_accuracy_needs_a_prediction_for_every_example(shape):
    with pytest.raises(AssertionError, match=r"for every example\. \(they have the shape"):
        accuracy(np.zeros(shape), [0, 1, 2, 1])
