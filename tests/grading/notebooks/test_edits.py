"""Submissions made from a notebook: another framework, other answers."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnncourse.grading.notebooks.edits import answers_of, framework_of, with_answers, with_framework


def notebook():
    solution = {"nbgrader": {"grade_id": "double", "solution": True, "grade": False}}
    return new_notebook(
        cells=[
            new_markdown_cell('Set `FRAMEWORK = "jax"`.'),
            new_code_cell('FRAMEWORK = "pytorch"  # or "tensorflow"\nDATASET = "digits"'),
            new_code_cell("def double(x): ...", metadata=solution),
        ]
    )


def test_framework_is_read_and_changed_in_its_cell_alone():
    before = notebook()
    after = with_framework(before, "tensorflow")
    assert (framework_of(before), framework_of(after)) == ("pytorch", "tensorflow")
    assert (
        after.cells[1].source == 'FRAMEWORK = "tensorflow"  # or "tensorflow"\nDATASET = "digits"'
    )
    assert after.cells[0].source == before.cells[0].source


def test_no_framework_to_choose():
    assert framework_of(new_notebook(cells=[new_code_cell("x = 1")])) is None


def picked(*sources):
    return framework_of(new_notebook(cells=[new_code_cell(source) for source in sources]))


@pytest.mark.parametrize(
    "source",
    [
        "FRAMEWORK='tensorflow'",
        'FRAMEWORK   =   "tensorflow"',
        'DATASET = "digits"; FRAMEWORK = "tensorflow"  # "pytorch"',
        'FRAMEWORK: str = "tensorflow"',
        'FRAMEWORK = (\n    "tensorflow"\n)',
        'FRAMEWORK = """tensorflow"""',
        '# FRAMEWORK = "pytorch"\nFRAMEWORK = "tensorflow"',
        'FRAMEWORK = "pytorch"\nFRAMEWORK = "tensorflow"',
        '%%time\n!pip install x\nthere = !ls\nFRAMEWORK="tensorflow"',
        'é = "é"; FRAMEWORK="tensorflow"; ê = 1',
    ],
)
def test_an_assignment_counts_however_it_is_written(source):
    assert picked(source, "kit = start(FRAMEWORK, x=1)\nFRAMEWORK == 'pytorch'") == "tensorflow"
    cells = [new_code_cell(source), new_code_cell("FRAMEWORK = oh no (")]
    changed = with_framework(new_notebook(cells=cells), "pytorch")
    assert framework_of(changed) == "pytorch"
    assert changed.cells[0].source.count("\n") == source.count("\n")
    names = {}
    exec(changed.cells[0].source.rpartition("!ls")[2], names)
    assert names["FRAMEWORK"] == "pytorch" and changed.cells[1] == cells[1]


@pytest.mark.parametrize(
    "sources",
    [
        ['FRAMEWORK = "PyTorch"'],
        ['FRAMEWORK = ["pytorch", "tensorflow"][1]'],
        ['FRAMEWORK, DATASET = "pytorch", "digits"'],
        ['FRAMEWORK = "pytorch"\nif 1 > 0:\n    FRAMEWORK = "tensorflow"'],
        ['FRAMEWORK = "pytorch"', 'FRAMEWORK = "tensorflow"'],
        ['FRAMEWORK = "pytorch'],
        ["FRAMEWORK = " + "(" * 50_000],
        ["FRAMEWORK = " + "-" * 100_000 + "1"],
        ['FRAMEWORK = "pytorch"' + "\nFRAMEWORK" * 50_000],
        ["FRAMEWORK = '\0'"],
    ],
)
def test_what_is_unclear_picks_nothing(sources):
    assert picked(*sources) is None


def test_answers_are_read_and_replaced():
    before = notebook()
    after = with_answers(before, {"double": "def double(x): return 2 * x"})
    assert answers_of(before) == {"double": "def double(x): ..."}
    assert answers_of(after) == {"double": "def double(x): return 2 * x"}


def test_answer_to_a_cell_that_is_not_there():
    with pytest.raises(KeyError, match="No answer cell halve"):
        with_answers(notebook(), {"halve": ""})
