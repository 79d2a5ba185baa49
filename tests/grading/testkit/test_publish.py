"""Published values: what goes through unchanged, and what is refused at either end."""

import base64
import json
import math

import numpy as np
import pytest

from cnncourse.grading.testkit import publish
from cnncourse.grading.testkit.published_values import (
    MAX_SIZE,
    MIME,
    PublicationError,
    decode,
    encode,
)

SIGNED = ["int8", "int16", "int32", "int64", "float16", "float32", "float64"]
DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", *SIGNED]


def same(a, b):
    """Equal in value and in type, throughout."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return a == b or (a != a and b != b)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**63),
        2**63 - 1,
        0.1,
        -0.0,
        1e308,
        math.inf,
        -math.inf,
        math.nan,
        "",
        "é\n\0 '\" {}",
        [],
        (),
        {},
        [1, [2.0, ("3", None)], {"a": {"array": [1]}, "": ()}],
        {"float": "nan", "tuple": [], "dict": {}},
    ],
)
def test_values_come_back_as_they_were(value):
    assert same(decode(encode({"value": value})), {"value": value})


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0, 4), (1, 1, 1, 1, 1, 1, 1, 1)])
def test_arrays_come_back_as_they_were(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    assert same(decode(encode({"a": array})), {"a": array})


def test_odd_arrays_come_back():
    odd = np.array([np.nan, np.inf, -np.inf, -0.0], "float32")
    assert same(decode(encode({"a": odd}))["a"], odd)
    columns = np.arange(6.0).reshape(2, 3).T
    assert decode(encode({"a": columns}))["a"].tolist() == columns.tolist()
    assert decode(encode({"a": np.arange(3, dtype=">i4")}))["a"].tolist() == [0, 1, 2]
    assert same(decode(encode({"a": np.float32(1.5)}))["a"], np.array(1.5, "float32"))
    assert decode(encode({"a": columns}))["a"].flags.writeable


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        1j,
        2**63,
        print,
        {1: 2},
        np.array([None]),
        np.array(["text"]),
        np.array([1j]),
        np.zeros(1, "datetime64[s]"),
        np.zeros(1, [("a", "i4")]),
        "half a pair \ud800",
        {"\ud800": 1},
        np.zeros(MAX_SIZE, "uint8"),
        "x" * MAX_SIZE,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_published_is_named(value):
    with pytest.raises(PublicationError, match=r"values\['w'\]\[1\]|at most 4 MB"):
        encode({"w": [0, value]})


def test_nesting_is_bounded():
    value = []
    for _ in range(100):
        value = [value]
    with pytest.raises(PublicationError, match="too deep"):
        encode({"value": value})
    value.append(value)
    with pytest.raises(PublicationError, match="too deep"):
        encode({"value": value})


def named(value):
    """The text that gives one name to a packed value."""
    return json.dumps({"dict": {"v": value}})


def array(dtype="float32", shape=(2,), data=bytes(8)):
    data = base64.b64encode(data).decode() if isinstance(data, bytes) else data
    return named({"array": [dtype, list(shape) if isinstance(shape, tuple) else shape, data]})


MALFORMED = {
    "no text": {"dict": {}},
    "bytes": b'{"dict":{}}',
    "none": None,
    "too large": named("x" * MAX_SIZE),
    "no JSON": "{",
    "empty": "",
    "deep JSON": "[" * 1_000_000,
    "deep values": named(json.loads("[" * 50 + "]" * 50)),
    "no names": "[]",
    "a name too few": "3",
    "plain object": '{"v": 3}',
    "two tags": '{"dict": {}, "list": []}',
    "unknown tag": named({"pickle": "gASVAAAAAA=="}),
    "no tag": named({}),
    "tuple of text": named({"tuple": "abc"}),
    "dict of list": named({"dict": []}),
    "plain NaN": '{"dict": {"v": NaN}}',
    "plain infinity": '{"dict": {"v": -Infinity}}',
    "infinity in disguise": '{"dict": {"v": 1e999}}',
    "odd float": named({"float": "1.5"}),
    "unhashable float": named({"float": []}),
    "huge int": named(2**63),
    "endless int": '{"dict": {"v": ' + "9" * 100_000 + "}}",
    "half a pair": named("\ud800"),
    "half a pair as name": json.dumps({"dict": {"\ud800": 1}}),
    "object dtype": array("object"),
    "O dtype": array("O"),
    "text dtype": array("<U2"),
    "void dtype": array("V8"),
    "structured dtype": array("f4,f4"),
    "complex dtype": array("complex64"),
    "dtype is a list": array([["a", "f4"]]),
    "big endian": array(">f4"),
    "long double": array("float128", data=bytes(32)),
    "too few bytes": array(data=bytes(7)),
    "too many bytes": array(data=bytes(12)),
    "no bytes": array(data=b""),
    "no base64": array(data="!!!!"),
    "base64 in part": array(data="AAAAAAAAAAA=\nAAAA"),
    "not ASCII": array(data="é" * 8),
    "negative axis": array(shape=(-1, -2)),
    "axis is a bool": array("float64", shape=(True,)),
    "axis is a float": array(shape=(2.0,)),
    "axis is text": array(shape=("2",)),
    "shape is a number": array(shape=2),
    "overflowing shape": array(shape=(2**32, 2**32), data=b""),
    "empty but overflowing": array(shape=(0, 2**21, 2**21, 2**21, 2**21), data=b""),
    "too many axes": array(shape=(1,) * 65, data=bytes(4)),
    "bools beyond true": array("bool", data=b"\1\2"),
    "array of too little": named({"array": ["float32", [2]]}),
    "array of too much": named({"array": ["float32", [0], "", "C"]}),
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_malformed_publication_is_refused(text):
    with pytest.raises(PublicationError):
        decode(text)


def test_decode_survives_every_change_of_a_character():
    text = encode({"a": np.arange(3.0), "b": (1, {"c": math.nan}, "x")})
    rng = np.random.default_rng(0)
    outcomes = set()
    for _ in range(3000):
        place = rng.integers(len(text))
        changed = text[:place] + chr(rng.integers(32, 127)) + text[place + 1 :]
        try:
            decode(changed)
            outcomes.add("read")
        except PublicationError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_publish_emits_one_output_of_the_type(monkeypatch):
    emitted = []
    monkeypatch.setattr(publish, "display", lambda data, raw: emitted.append((data, raw)))
    publish.publish(loss=0.5, w=np.zeros(2))
    ((data, raw),) = emitted
    assert raw and list(data) == [MIME]
    assert same(decode(data[MIME]), {"loss": 0.5, "w": np.zeros(2)})


def test_publish_refuses_what_is_no_value():
    with pytest.raises(PublicationError, match=r"values\['model'\] .*\(function\)"):
        publish.publish(model=same)


def test_given_is_what_was_received_and_new_at_each_call(monkeypatch):
    monkeypatch.setattr(publish, "_received", encode({}))
    assert publish.given() == {}
    publish.receive(encode({"w": [1, 2]}))
    publish.given()["w"].append(3)
    assert publish.given() == {"w": [1, 2]}
