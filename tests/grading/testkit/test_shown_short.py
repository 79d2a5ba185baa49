"""What a student sees of a failing test cell, in a kernel; and that it leaves no names behind."""

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_code_cell, new_notebook

from cnncourse.grading.testkit.messages import WIDTH

SETUP = """from cnncourse.grading import checks as as_long_ago
from cnncourse.grading.testkit import checks

FRAMEWORK = "pytorch"
kit = checks.start(FRAMEWORK)
count = 0


def helper(x):
    return 2 * x


def double(x):
    global count
    count += 1
    return helper(x)


def wrong(x):
    return x + 1


def crashes(x):
    return x / 0


def blank(x):
    raise NotImplementedError()
"""
BEGIN = "kit = checks.test(FRAMEWORK)\n\n"
HINT = 'hint="Add it to itself, " + "again and " * 12 + "again."'
CELLS = {
    "passes": "checks.example(double, 3, gives=6)",
    "leaves": "def helper(x):\n    return 0\n\nnew, FRAMEWORK = 1, None",
    "calls": "checks.example(double, 3, gives=6)",
    "message": f"checks.example(wrong, 3, gives=6, {HINT})",
    "crashes": "checks.example(crashes, 3, gives=6)",
    "in a helper": "def call(f):\n    return f(3)\n\ncall(crashes)",
    "blank": "checks.example(blank, 3, gives=6)",
    "missing": "checks.example(dubble, 3, gives=6)",
    "assertion": 'assert wrong(3) == 6, "wrong(3) is 6"',
    "own fault": "1 / 0",
}
AFTER = """print(helper(3), double(3), count, FRAMEWORK, "new" in globals(), kit.__name__)
crashes(1)"""
LONG_AGO = """kit = as_long_ago.start(FRAMEWORK)
fakes = as_long_ago.Fakes(helper=lambda x: 7)
with fakes.replacing(globals()):
    assert double(1) == 7
assert fakes.calls == [{"function": "helper", "x": 1, "returned": 7}], "noted"
print(as_long_ago.dataset("digits"))
"""


@pytest.fixture(scope="module")
def cells():
    """The cells, executed, by their names."""
    sources = {"setup": SETUP, **{name: BEGIN + code for name, code in CELLS.items()}}
    sources |= {"after": AFTER, "long ago": LONG_AGO}
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources.values()])
    client = NotebookClient(notebook, allow_errors=True, kernel_name="python3", timeout=600)
    try:
        client.execute()
    except CellExecutionError as error:
        pytest.fail(str(error))
    return dict(zip(sources, notebook.cells, strict=True))


def shown(cell) -> str:
    """The error of a cell as it is shown."""
    (error,) = [output for output in cell.outputs if output.output_type == "error"]
    return strip_ansi("\n".join(error.traceback))


@pytest.mark.parametrize("name", ["setup", "passes", "leaves", "calls"])
def test_what_passes_shows_nothing(cells, name):
    assert cells[name].outputs == []


def test_a_message_has_the_call_both_values_and_the_hint_in_lines_that_are_not_cut_off(cells):
    text = shown(cells["message"])
    lines = text.splitlines()
    assert lines[:3] == ["wrong(3)", "  is         4", "  should be  6"]
    assert lines[3].startswith("Add it to itself,") and lines[-1].endswith("again.")
    assert len(lines) > 4 and max(map(len, lines)) <= WIDTH
    (error,) = cells["message"].outputs
    assert (error.ename, error.evalue.splitlines()[0]) == ("ExampleError", "wrong(3)")


def test_an_error_of_the_answer_shows_the_call_and_the_line_that_raised_it(cells):
    line = SETUP.splitlines().index("    return x / 0") + 1
    assert shown(cells["crashes"]).splitlines() == [
        "crashes(3)",
        "ZeroDivisionError: division by zero",
        f"  in crashes, line {line}:  return x / 0",
    ]
    assert cells["crashes"].outputs[0].ename == "ZeroDivisionError"
    assert "in call" not in shown(cells["in a helper"])


def test_what_is_not_written_and_what_is_not_there_is_said_so(cells):
    assert "Not written yet" in shown(cells["blank"]) and "blank(3)" in shown(cells["blank"])
    assert "There is no `dubble`" in shown(cells["missing"])


def test_an_assertion_is_shown_by_its_text_alone(cells):
    assert shown(cells["assertion"]) == "wrong(3) is 6"


def test_an_error_of_the_test_itself_keeps_its_traceback(cells):
    assert "----> 3 1 / 0" in shown(cells["own fault"])


def test_a_test_cell_leaves_the_students_names_alone(cells):
    printed, error = cells["after"].outputs
    assert printed.text == "6 6 1 pytorch False cnncourse.grading.testkit.pytorch\n"
    assert "----> 2 crashes(1)" in strip_ansi("\n".join(error.traceback))  # as IPython shows it


def test_notebooks_that_are_out_already_go_on(cells):
    (printed,) = cells["long ago"].outputs
    assert printed.text == "digits\n"
