"""Trusted checks, piece by piece: the region, its verdicts, what becomes of a cell's outputs."""

import logging
import subprocess
import sys
from types import ModuleType

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from notebook_cells import cell, graded_cell
from traitlets.config import Config

from cnncourse.errors import CourseError
from cnncourse.grading.plugins.trusted import (
    CompareTrusted,
    GiveInputs,
    StripTrusted,
    untrusted_points,
)
from cnncourse.grading.testkit import publish
from cnncourse.grading.testkit.judging.trusted_check import CheckError, TrustedCheck, split
from cnncourse.grading.testkit.published_values import MIME, decode, encode

REGION = """### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"x": rng.normal(size=3), "_factor": 2}


def check(inputs, published):
    trusted.close(published["y"], inputs["_factor"] * inputs["x"], "double is off")
### END TRUSTED CHECK
"""
HIDDEN = """### BEGIN HIDDEN TESTS
publish.publish(y=double(publish.given()["x"]))
### END HIDDEN TESTS"""
SOURCE = f"assert double(3) == 6\n{REGION}{HIDDEN}"


def checking(body, drawing="return {}"):
    """The source of a cell whose functions have these bodies."""
    return (
        f"### BEGIN TRUSTED CHECK\ndef inputs(rng):\n    {drawing}\n\n\n"
        f"def check(inputs, published):\n    {body}\n### END TRUSTED CHECK"
    )


# --- the region -------------------------------------------------------------------------------


def test_split_leaves_no_trace_and_keeps_the_lines_in_place():
    rest, region = split(SOURCE)
    assert rest == f"assert double(3) == 6\n{HIDDEN}"
    numbers = {line: n for n, line in enumerate(SOURCE.split("\n")) if line}
    for n, line in enumerate(region.split("\n")):
        assert not line or numbers[line] == n
    assert "TRUSTED" not in region and "def check" in region
    assert split("a = 1\n") == ("a = 1\n", "")


@pytest.mark.parametrize(
    "source",
    [
        REGION.replace("### END TRUSTED CHECK", ""),
        REGION.replace("### BEGIN TRUSTED CHECK", ""),
        REGION.replace("def check", "### BEGIN TRUSTED CHECK\ndef check"),
        REGION + "### END TRUSTED CHECK",
        f"### BEGIN TRUSTED CHECK\n{REGION}### END TRUSTED CHECK",
        "### END TRUSTED CHECK\nassert True\n### BEGIN TRUSTED CHECK",
    ],
)
def test_split_refuses_unpaired_marks(source):
    with pytest.raises(CheckError, match=r"counterpart|does not end"):
        split(source)


def test_inputs_depend_on_the_seed_and_on_the_check_alone():
    def draw(source, seed):
        return TrustedCheck(source, seed).draw()["x"].tolist()

    assert draw(SOURCE, b"a") == draw(SOURCE, b"a")
    assert draw(SOURCE, b"a") != draw(SOURCE, b"b")
    assert draw(SOURCE, b"a") != draw(SOURCE.replace("is off", "is wrong"), b"a")
    check = TrustedCheck(SOURCE)
    assert check.draw()["x"].tolist() == check.draw()["x"].tolist()


def test_only_names_without_an_underscore_are_given():
    check = TrustedCheck(SOURCE)
    assert list(decode(check.given(check.draw()))) == ["x"]
    assert TrustedCheck(checking("pass", 'return {"_held_out": object()}')).draw().keys() == {
        "_held_out"
    }


def test_inputs_may_be_left_out():
    assert TrustedCheck("### BEGIN TRUSTED CHECK\ncheck = max\n### END TRUSTED CHECK").draw() == {}


@pytest.mark.parametrize(
    ("body", "share"),
    [
        ("return None", 1),
        ("pass", 1),
        ("return 0.25", 0.25),
        ("return np.float32(0.5)", 0.5),
        ("return 0", 0),
        ("return True", 1),
        ("return np.False_", 0),
        ("return 7", 1),
        ("return -1e9", 0),
        ("return float('inf')", 1),
    ],
)
def test_share_of_the_points(body, share):
    assert TrustedCheck(checking(body)).score({}, {}) == share


def test_a_failed_assertion_is_the_verdict():
    with pytest.raises(AssertionError, match=r"^too slow$"):
        TrustedCheck(checking("assert published['steps'] < 3, 'too slow'")).score({}, {"steps": 4})


def test_assertions_count_even_if_python_leaves_them_out():
    code = (
        "from cnncourse.grading.testkit.judging.trusted_check import TrustedCheck\n"
        f"TrustedCheck({checking('assert 0, 1')!r}).score({{}}, {{}})"
    )
    run = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True)
    assert run.stderr.endswith("AssertionError: 1\n"), run.stderr


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return published['y']", r"KeyError: 'y' \(line 7 of the source cell\)"),
        ("return kit.predict", "NameError: name 'kit' is not defined"),
        ("return 1 / 0", "ZeroDivisionError"),
        ("return 'half'", "check returned 'half': return None or a number"),
        ("return float('nan')", "check returned nan"),
        ("return np.zeros(3)", "check returned array"),
        ("return check(inputs, published)", "RecursionError"),
    ],
)
def test_any_other_exception_is_the_checks_fault(body, says):
    with pytest.raises(CheckError, match=says):
        TrustedCheck(checking(body)).score({}, {})


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("### BEGIN TRUSTED CHECK\ncheck = 3\n### END TRUSTED CHECK", "defines no function check"),
        ("### BEGIN TRUSTED CHECK\ndef check(:\n### END TRUSTED CHECK", "SyntaxError"),
        ("### BEGIN TRUSTED CHECK\nassert 0\n### END TRUSTED CHECK", "AssertionError.*line 2"),
        (checking("pass", "return [1]"), "returned a list: return a dict"),
        (checking("pass", "return {'model': print}"), "PublicationError.*'model'"),
        (checking("pass", "assert False, 'no'"), "AssertionError: no"),
    ],
)
def test_a_check_that_cannot_run_says_why(source, says):
    with pytest.raises(CheckError, match=f"(?s){says}"):
        check = TrustedCheck(source)
        check.given(check.draw())


def test_a_check_sees_nothing_of_another_submission():
    source = checking(
        "seen = globals().setdefault('seen', [])\n    seen.append(1)\n    assert len(seen) == 1"
    )
    for _ in range(2):
        TrustedCheck(source).score({}, {})


# --- an author's plain run --------------------------------------------------------------------


def run_as_author(source, double):
    """Run a source cell as a kernel does, with an answer; return what it has defined."""
    in_memory = Config({"HistoryManager": {"hist_file": ":memory:"}})
    shell = InteractiveShell.instance(user_module=ModuleType("author"), config=in_memory)
    try:
        shell.user_ns.update(double=double, publish=publish)
        shell.run_cell(source, store_history=True).raise_error()
        return dict(shell.user_ns)
    finally:
        InteractiveShell.clear_instance()


def test_author_sees_at_once_whether_the_check_is_right():
    names = run_as_author(SOURCE, lambda x: 2 * x)
    assert "check" not in names and "inputs" not in names
    with pytest.raises(AssertionError, match="double is off"):
        run_as_author(SOURCE, lambda x: 2 * x if isinstance(x, int) else x)
    with pytest.raises(CheckError, match="NameError: name 'double'"):
        run_as_author(SOURCE.replace('published["y"]', "double(1)"), lambda x: 2 * x)
    with pytest.raises(AssertionError, match=r"gives 0\.5 of the points"):
        run_as_author(
            SOURCE.replace('"double is off")', '"double is off")\n    return 0.5'), lambda x: 2 * x
        )


def test_author_gets_what_a_student_would_get():
    source = SOURCE.replace("publish.publish(", "names = list(publish.given())\npublish.publish(")
    assert run_as_author(source, lambda x: 2 * x)["names"] == ["x"]


# --- generating -------------------------------------------------------------------------------


def test_untrusted_points_are_those_of_hidden_tests_without_a_check():
    answer = cell("answer", HIDDEN, solution=True)
    essay = cell("essay", HIDDEN, grade=True, solution=True, points=3)
    notebook = new_notebook(
        cells=[
            new_markdown_cell("BEGIN HIDDEN TESTS"),
            answer,
            essay,
            graded_cell("trusted", SOURCE),
            graded_cell("visible", "assert True"),
            graded_cell("forgeable", HIDDEN),
            graded_cell("worthless", HIDDEN, points=0),
            graded_cell("bonus", HIDDEN, points=0.5),
        ]
    )
    assert untrusted_points(notebook) == ["forgeable", "bonus"]


def strip(notebook, caplog):
    logger = logging.getLogger("strip")
    with caplog.at_level(logging.WARNING):
        StripTrusted(parent=None, log=logger).preprocess(notebook, {})
    return [record.getMessage() for record in caplog.records]


def test_strip_removes_the_regions_and_warns_of_forgeable_points(caplog):
    notebook = new_notebook(cells=[graded_cell("a", SOURCE), graded_cell("b", HIDDEN)])
    messages = strip(notebook, caplog)
    assert messages == ["Points of hidden tests without a trusted check can be forged: b"]
    assert [c.source for c in notebook.cells] == [f"assert double(3) == 6\n{HIDDEN}", HIDDEN]


def test_strip_does_not_warn_without_reason(caplog):
    assert strip(new_notebook(cells=[graded_cell("a", SOURCE)]), caplog) == []


@pytest.mark.parametrize(
    "wrong",
    [
        graded_cell("part", SOURCE.replace("### END TRUSTED CHECK", "")),
        graded_cell("part", SOURCE.replace('"_factor": 2', '"factor": print')),
        graded_cell("part", SOURCE.replace("def check", "def chekc")),
        cell("part", SOURCE, solution=True),
        cell("part", SOURCE, locked=True),
        cell("part", SOURCE, grade=True, solution=True, points=1),
    ],
)
def test_strip_refuses_a_check_that_cannot_work(wrong, caplog):
    with pytest.raises(CourseError, match="The trusted check of cell part: "):
        strip(new_notebook(cells=[wrong]), caplog)


# --- grading ----------------------------------------------------------------------------------


@pytest.fixture
def grade(tmp_path, monkeypatch):
    """Judge a test cell whose outputs are made by a function of the given inputs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source" / "task").mkdir(parents=True)
    (tmp_path / "submitted" / "ada" / "task").mkdir(parents=True)

    def grade(outputs, source=SOURCE, where="test_double", valid=True):
        path = tmp_path / "source" / "task" / "task.ipynb"
        nbformat.write(new_notebook(cells=[graded_cell("test_double", source)]), path)
        rest = split(source)[0]
        answer = cell("double", "def double(x): return 2 * x", solution=True)
        notebook = new_notebook(cells=[answer, graded_cell("test_double", rest)])
        resources = {"nbgrader": {"assignment": "task", "notebook": "task", "student": "ada"}}
        notebook, resources = GiveInputs().preprocess(notebook, resources)
        received = [encode({})]
        monkeypatch.setattr(publish, "receive", received.append)
        for giving in notebook.cells[1:-1]:
            exec(giving.source, {})
        target = next(
            c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == where
        )
        target.outputs = outputs(decode(received[-1]))
        notebook, resources = CompareTrusted().preprocess(notebook, resources)
        if valid:
            nbformat.validate(notebook)
        assert [c.metadata.nbgrader.grade_id for c in notebook.cells] == ["double", "test_double"]
        assert notebook.cells[1].source == rest
        return notebook.cells[1].outputs

    return grade


def published(**values):
    return new_output("display_data", {MIME: encode(values)})


def error_of(outputs):
    (output,) = outputs
    assert output.output_type == "error"
    (shown,) = output.traceback
    return output.ename, output.evalue, shown.partition(": ")[2]


def test_right_values_leave_no_output(grade):
    assert grade(lambda given: [published(y=2 * given["x"])]) == []


def test_what_the_cell_printed_stays(grade):
    text = new_output("stream", name="stdout", text="hello")
    plot = new_output("display_data", {"image/png": "iVBO"})
    assert grade(lambda given: [text, published(y=2 * given["x"]), plot]) == [text, plot]


def test_wrong_values_fail_with_the_message(grade):
    name, text, shown = error_of(grade(lambda given: [published(y=given["x"])]))
    assert name == "AssertionError"
    assert text == shown == "double is off (3 of 3 numbers)"


def test_a_failed_assertion_without_a_message_says_something(grade):
    outputs = grade(lambda given: [published(y=1)], checking("assert published['y'] == 0"))
    assert error_of(outputs)[1:] == ("The check found the published values wrong.",) * 2


def test_a_share_becomes_partial_credit(grade):
    (output,) = grade(lambda given: [published(y=1)], checking("return 0.75"))
    assert output.output_type == "execute_result"
    assert output.data == {"text/plain": "1.5"}


def test_nothing_published(grade):
    name, text, _ = error_of(grade(lambda given: []))
    assert (name, text) == ("AssertionError", "The cell published nothing that could be checked.")


def test_published_elsewhere_counts_for_nothing(grade):
    outputs = grade(lambda given: [published(y=2 * given["x"])], where="double")
    assert error_of(outputs)[1] == "The cell published nothing that could be checked."


def test_published_twice_needs_a_look(grade):
    name, text, shown = error_of(grade(lambda given: [published(y=2 * given["x"])] * 2))
    assert (name, text) == ("CheckError", "The cell published 2 times instead of once.")
    assert shown.startswith("The check of this cell went wrong")


def test_a_check_that_raises_needs_a_look_and_tells_the_student_nothing(grade):
    outputs = grade(lambda given: [published(y=1)], checking("raise ValueError('answer: 42')"))
    name, text, shown = error_of(outputs)
    assert (name, text) == ("CheckError", "ValueError: answer: 42 (line 7 of the source cell)")
    assert "42" not in shown


def test_inputs_that_raise_need_a_look(grade):
    outputs = grade(lambda given: [published(y=1)], checking("pass", "return 1 / 0"))
    assert error_of(outputs)[:2] == (
        "CheckError",
        "ZeroDivisionError: division by zero (line 3 of the source cell)",
    )


@pytest.mark.parametrize("data", [{"y": 0}, [1], None, 3, "", "{", '{"dict": {"y": NaN}}'])
def test_a_malformed_publication_is_no_answer(grade, data):
    def outputs(given):
        forged = new_output("display_data")
        forged.data[MIME] = data
        return [forged]

    name, text, _ = error_of(grade(outputs))
    assert name == "AssertionError"
    assert text.startswith("What the cell published cannot be read: ")


def test_forged_partial_credit_is_dropped(grade):
    forged = new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)
    both = new_output("execute_result", published(y=0).data | forged.data, execution_count=1)
    for made in ([forged], [forged, published(y=0)], [both], [published(y=0), forged]):
        assert error_of(grade(lambda given, made=made: made))[0] == "AssertionError"
    assert grade(lambda given: [forged, published(y=2 * given["x"])]) == []


def test_partial_credit_as_nbgrader_has_it_stays_unless_there_is_an_error(grade):
    result = new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)
    error = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])
    untrusted = "### BEGIN HIDDEN TESTS\n1.0\n### END HIDDEN TESTS"
    assert grade(lambda given: [result], untrusted) == [result]
    assert grade(lambda given: [result, error], untrusted) == [error]


def test_outputs_of_no_known_form_are_left_alone(grade):
    def outputs(given):
        odd = [new_output("display_data") for _ in range(2)]
        odd[0].data, odd[1].data = None, [MIME]
        return [*odd, published(y=2 * given["x"])]

    assert len(grade(outputs, valid=False)) == 2


def test_an_error_in_the_cell_is_all_that_is_said(grade):
    error = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])
    assert grade(lambda given: [error]) == [error]
    assert grade(lambda given: [error, published(), published()]) == [error]


def test_an_error_in_the_cell_is_not_made_good_by_right_values(grade):
    error = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])
    for order in (1, -1):
        outputs = grade(lambda given, o=order: [published(y=2 * given["x"]), error][::o])
        assert error_of(outputs)[0] == "ValueError"


def test_a_message_can_be_written_to_a_file_whatever_was_published(grade):
    outputs = grade(
        lambda given: [published(y="é" * 100_000)],
        checking("assert 0, chr(0xd800) + published['y']"),
    )
    text = error_of(outputs)[1]
    assert len(text) == 2000 and text.encode("utf-8")


def test_a_region_in_the_submission_is_only_text(grade, tmp_path):
    notebook = new_notebook(cells=[cell("double", checking("return 1"), solution=True)])
    nbformat.write(
        new_notebook(cells=[graded_cell("test_double", SOURCE)]), "source/task/task.ipynb"
    )
    resources = {"nbgrader": {"assignment": "task", "notebook": "task", "student": "ada"}}
    notebook, resources = GiveInputs().preprocess(notebook, resources)
    assert len(notebook.cells) == 1 and resources["drawn_checks"] == {}


def test_no_source_notebook_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match=r"Grading needs .*task\.ipynb, which is not"):
        names = {"assignment": "task", "notebook": "task", "student": "ada"}
        GiveInputs().preprocess(new_notebook(), {"nbgrader": names})


def test_inputs_depend_on_the_secret_the_student_and_every_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source" / "task").mkdir(parents=True)
    nbformat.write(new_notebook(cells=[graded_cell("test", SOURCE)]), "source/task/task.ipynb")

    def inputs(student="ada", **files):
        for name, text in {"task.ipynb": "{}", **files}.items():
            path = tmp_path / "submitted" / student / "task" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        notebook = new_notebook(cells=[graded_cell("test", split(SOURCE)[0])])
        names = {"assignment": "task", "notebook": "task", "student": student}
        given = GiveInputs().preprocess(notebook, {"nbgrader": names})[1]
        return tuple(given["drawn_checks"]["test"].inputs["x"])

    first = inputs()
    assert first == inputs()
    others = [inputs("bob"), inputs(**{"answers.txt": "1"}), inputs(**{"answers.txt": "2"})]
    (tmp_path / ".grading" / "secret").unlink()
    assert len({first, *others, inputs(**{"answers.txt": "2"})}) == 5
