"""Reading notebooks: any encoding, any nbformat, and whatever is no notebook at all."""

import json
import random

import nbformat
import notebook_mishaps as m
import pytest
import scaling_course

from cnncourse.grading.notebooks import repair
from cnncourse.grading.notebooks.edits import with_answers
from cnncourse.grading.notebooks.notebook_file import NotANotebookError


@pytest.fixture(scope="module")
def released():
    return scaling_course.blank()


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, None),
        (lambda data: data.decode().encode("utf-16"), "was saved as utf-16"),
        (lambda data: data.decode().encode("utf-16-be"), "was saved as utf-16-be"),
        (lambda data: data.decode().encode("utf-32"), "was saved as utf-32"),
        (m.as_nbformat_3, "was in nbformat 3"),
    ],
)
def test_any_encoding_and_nbformat(released, change, remark):
    answers = scaling_course.RIGHT | {"why": "Größe → 3"}
    data = json.dumps(with_answers(released, answers), ensure_ascii=False).encode()
    mended, remarks = repair.notebook(change(data), released)
    assert mended == with_answers(released, answers)
    assert remarks == ([remark] if remark else [])


def test_a_notebook_saved_as_western_windows_text(released):
    data = json.dumps(
        with_answers(released, scaling_course.RIGHT | {"why": "Größe"}), ensure_ascii=False
    )
    mended, remarks = repair.notebook(data.encode("cp1252"), released)
    assert (mended.cells[m.at(mended, "why")].source, remarks) == ("Größe", ["was saved as cp1252"])


def test_half_a_surrogate_pair_can_be_written_again(released):
    mended, _ = repair.notebook(
        m.handed_in(released, scaling_course.RIGHT | {"why": "\ud83d!"}), released
    )
    assert nbformat.writes(mended).encode()
    assert mended.cells[m.at(mended, "why")].source == "?!"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b'{"cells": [', "is cut off or damaged"),
        (b"[1, 2]", "is no notebook"),
        (b'{"cells": 3, "nbformat": 4}', "has no cells"),
        (b'{"cells": [{}], "nbformat": 5}', "nbformat 5"),
        (b'{"cells": [{}], "nbformat": "new"}', "nbformat new"),
        (b'{"cells": [' + b"{}," * 2_000_001 + b"{}]}", "too many parts"),
        (b'{"cells": [' + b"{}," * 11_999 + b"{}]}", "has 12,000 cells: .* 1,000 at most"),
        (b'{"worksheets": [{"cells": [' + b"{}," * 1000 + b"{}]}]}", "has 1,001 cells"),
        (b'{"cells": [{"cell_type": "code", "source": "1"}], "nbformat": 4}', "hardly a cell"),
    ],
)
def test_what_is_no_notebook_of_the_assignment(released, data, said):
    with pytest.raises(NotANotebookError, match=said):
        repair.notebook(data, released)


def test_any_damage_gives_a_fit_notebook_or_a_reason(released):
    random.seed(0)
    outcomes = set()
    for _ in range(400):
        content = json.loads(m.handed_in(released))
        for _ in range(random.randint(1, 8)):
            damage(content)
        try:
            mended, _ = repair.notebook(json.dumps(content).encode(), released)
        except NotANotebookError as problem:
            outcomes.add(str(problem))
        else:
            nbformat.validate(mended)
            assert scaling_course.names(mended) == scaling_course.names(released)
            outcomes.add("fit")
    assert "fit" in outcomes and len(outcomes) > 1


def damage(content):
    """Put something else at a random place of some JSON."""
    while True:
        keys = list(content) if isinstance(content, dict) else range(len(content))
        if not keys:
            return
        key = random.choice(keys)
        if not isinstance(content[key], dict | list) or random.random() < 0.2:
            content[key] = random.choice([None, 3, -1.5, "x", [], {}, [None], {"a": []}, True])
            return
        content = content[key]
