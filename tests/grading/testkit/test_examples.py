"""Examples: what counts as the value that was expected, and what is said of any other one."""

import keras
import numpy as np
import pytest
import torch

from cnncourse.grading.testkit.examples import (
    ExampleError,
    call_of,
    example,
    expect,
    short,
    trying,
)

GRADIENT = torch.tensor([1.0, 2.0], requires_grad=True)


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (2.00001, 2),
        (np.float32(2), 2.0),
        ([1, 2], np.array([1.0, 2.0])),
        (GRADIENT, [1, 2]),
        (keras.ops.convert_to_tensor([1.0, 2.0]), [1, 2]),
        (np.array([True, False]), [1, 0]),
        (np.nan, np.nan),
        (None, None),
        (["adam", "sgd"], ("adam", "sgd")),
        (("adam", np.int64(3)), ("adam", 3)),
        ({"a": 1}, {"a": 1}),
        ([[1.0], [2.0, 3.0]], [[1.0], [2.0, 3.0]]),
        ([], []),
    ],
    ids=repr,
)
def test_what_is_expected(got, right):
    expect(got, right, "it")


@pytest.mark.parametrize(
    ("got", "right", "says"),
    [
        (2.1, 2, "is         2.1\n  should be  2"),
        (None, 2, "is         None"),
        ("2", 2, "is         '2'"),
        (3, None, "should be  None"),
        ([2.0], 2.0, "has the shape          (1,)\n  should have the shape  ()"),
        (np.nan, 1.0, "is         nan"),
        (("adam",), ("adam", "sgd"), "('adam',)"),
        ([np.zeros(2), "x"], [[0.0], "x"], "is"),
        ({"a": 1}, {"a": 2}, "{'a': 2}"),
        ([[1.0], [2.0, 3.0]], [1.0, 2.0], "is         [[1.0], [2.0, 3.0]]"),
        (len, 1.0, "is         <built-in function len>"),
    ],
    ids=repr,
)
def test_what_is_not(got, right, says):
    with pytest.raises(ExampleError) as error:
        expect(got, right, "it", "Try another.")
    assert str(error.value).startswith("it\n") and str(error.value).endswith("\nTry another.")
    assert says in str(error.value)


def test_rounding_is_the_authors_to_say():
    expect(1.4, 1.0, "it", atol=0.5)
    with pytest.raises(ExampleError):
        expect(1.0001, 1.0, "it", rtol=0, atol=1e-5)


def test_what_the_answer_raises_goes_through_with_the_call_as_its_note():
    with pytest.raises(TypeError) as error:
        example(len, 3, gives=1)
    assert error.value.__notes__ == ["len(3)"]
    with pytest.raises(AssertionError) as error, trying("an assertion without text"):
        raise AssertionError
    assert error.value.__notes__ == ["an assertion without text"]


def test_what_is_tried_stands_first_at_every_depth():
    with pytest.raises(ExampleError) as error, trying("outside"), trying("inside"):
        raise AssertionError("the loss is off")
    assert str(error.value) == "outside\ninside\nthe loss is off"


def test_calls_are_written_as_a_student_would():
    class Loss:
        pass

    assert call_of(Loss(), [1.0], last=None) == "Loss([1.0], last=None)"
    assert call_of(lambda: 0) == "<lambda>()"
    assert short(0.1 + 0.2) == "0.3" and short(GRADIENT) == "[1.0, 2.0]"
    assert len(short(list(range(1000)))) == 303


def test_the_name_is_that_of_the_notebook(monkeypatch):
    monkeypatch.setattr("__main__.cross_entropy", answer := (lambda: 0), raising=False)
    assert call_of(answer) == "cross_entropy()"
