"""Cells that only show something: what the student saw stays, and they are not executed again."""

import copy

import nbformat
import pytest
from doubling import ANSWERS, NAME, files_of, make_course
from nbformat.v4 import new_code_cell, new_output
from nbgrader.apps import NbGraderAPI
from notebook_cells import cell
from traitlets.config import PyFileConfigLoader

from cnncourse.grading.notebooks import repair
from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.notebooks.shown import TAG, only_shown, shows_only, text_and_pictures
from cnncourse.grading.result import GRADED
from cnncourse.grading.sandbox.limits import Limits
from cnncourse.grading.workers.bundle import make_bundle

SHOWN = "print('executed', double(21))"
EXPERIMENTS = "### BEGIN SOLUTION\nprint(double(7))\n### END SOLUTION"
PICTURE = "iVBORw0KGgo="
SEEN = [
    new_output("stream", name="stdout", text="what the student saw"),
    new_output("display_data", {"image/png": PICTURE, "text/plain": "<Figure>"}),
]
HOSTILE = new_output("display_data", {"text/html": "<script>steal()</script>"})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    shown = new_code_cell(SHOWN, metadata={"tags": [TAG]}, id="look")
    own = cell("experiments", EXPERIMENTS, [TAG], solution=True)
    return make_course(tmp_path_factory.mktemp("course"), more_cells=[own, shown])


def handed_in(bundle, source=SHOWN, answer=ANSWERS["right"], outputs=SEEN):
    notebook = with_answers(bundle.student_version, {"double": answer})
    notebook.cells[-1].source = source
    notebook.cells[-1].outputs = copy.deepcopy([*outputs, HOSTILE])
    return notebook


def look(notebook):
    """Outputs of the cell that shows something."""
    if isinstance(notebook, str):
        notebook = nbformat.reads(notebook, as_version=4)
    return notebook.cells[-1].outputs


def test_cell_keeps_what_the_student_saw(grader, bundle):
    result = grader.grade("ada", files_of(handed_in(bundle)))
    assert (result.status, result.score) == (GRADED, 2)
    text, picture = look(result.notebook)
    assert text.text == "what the student saw"
    assert picture.data == {"image/png": PICTURE}
    assert "what the student saw" in result.page and PICTURE in result.page
    assert "steal" not in result.notebook + result.page


@pytest.mark.parametrize("is_mended", [False, True])
def test_experiments_stay_as_the_student_left_them(grader, bundle, is_mended):
    notebook = handed_in(bundle)
    own = notebook.cells[-2]
    own.source = "raise ValueError('executed again')"
    own.outputs = copy.deepcopy([*SEEN, HOSTILE])
    if is_mended:
        own.metadata = {}  # as some editors leave it
    result = grader.grade("ada", files_of(notebook))
    assert (result.status, result.score) == (GRADED, 2)
    kept = nbformat.reads(result.notebook, as_version=4).cells[-2]
    assert kept.source == own.source
    assert [output.output_type for output in kept.outputs] == ["stream", "display_data"]
    assert "executed again" in result.page and "steal" not in result.page


@pytest.mark.parametrize("blanks", ["{}\n\n", "{}   ", "\n{}"])
def test_blanks_change_nothing(grader, bundle, blanks):
    result = grader.grade("ada", files_of(handed_in(bundle, blanks.format(SHOWN))))
    assert look(result.notebook)[0].text == "what the student saw"


def test_changed_cell_is_executed(grader, bundle):
    result = grader.grade("ada", files_of(handed_in(bundle, f"{SHOWN}  # mine")))
    (output,) = look(result.notebook)
    assert output.text == "executed 42\n"


def test_answer_in_a_changed_cell_counts(grader, bundle):
    notebook = handed_in(bundle, ANSWERS["right"])
    notebook.cells.insert(1, notebook.cells.pop())
    assert grader.grade("ada", files_of(notebook)).score == 2


def test_tags_of_the_student_mean_nothing(grader, bundle):
    notebook = handed_in(bundle, "assert double(3) == 6")
    for each in notebook.cells:
        each.metadata["tags"] = [TAG]
    result = grader.grade("ada", files_of(notebook))
    assert (result.score, look(result.notebook)) == (2, [])
    wrong = with_answers(notebook, {"double": ANSWERS["wrong"]})
    assert grader.grade("ada", files_of(wrong)).score == 0


def test_of_cells_with_a_mark_of_nbgrader_only_experiments_are_shown_only():
    marked = cell("test", SHOWN, [TAG], grade=True, locked=True, points=1)
    answer = cell("read", SHOWN, [TAG], grade=True, solution=True, points=1)
    own = cell("own", SHOWN, [TAG], solution=True)
    plain = new_code_cell(SHOWN, metadata={"tags": [TAG]})
    untagged = new_code_cell("x = 1")
    other = cell("other", SHOWN, [], solution=True)
    cells = [marked, answer, own, plain, untagged, other]
    shown = only_shown(nbformat.v4.new_notebook(cells=[marked, answer, untagged, other]))
    assert not any(shows_only(each, shown) for each in cells)
    shown = only_shown(nbformat.v4.new_notebook(cells=cells))
    assert [each for each in cells if shows_only(each, shown)] == [own, plain]
    changed = cell("own", "raise ValueError", [], solution=True)
    assert shows_only(changed, shown)


def test_mending_drops_all_other_outputs(bundle):
    notebook = handed_in(bundle)
    for each in notebook.cells:
        each.outputs = copy.deepcopy(SEEN)
    mended, _ = repair.notebook(nbformat.writes(notebook).encode(), bundle.student_version)
    assert [len(each.outputs) for each in mended.cells] == [0, 0, 0, 0, 2, 2]


def test_nbgraders_own_autograde_keeps_them_too(course):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    config.CourseDirectory.root = str(course.root)
    course.generate(NAME)
    notebook = handed_in(make_bundle(course, NAME))
    submit(notebook, course.root, "eve", NAME)
    answer = NbGraderAPI(config=config).autograde(NAME, "eve")
    assert answer["success"], answer["log"]
    path = course.root / "autograded" / "eve" / NAME / f"{NAME}.ipynb"
    outputs = look(path.read_text(encoding="utf-8"))
    assert [o.output_type for o in outputs] == ["stream", "display_data"]
    assert outputs[0].text == "what the student saw"


def test_outputs_without_end_are_cut(grader, bundle):
    most = Limits().cell_output
    flood = [new_output("stream", name="stdout", text="x" * (most // 2)) for _ in range(4)]
    result = grader.grade("ada", files_of(handed_in(bundle, outputs=flood)))
    assert (result.status, result.score) == (GRADED, 2)
    assert len(result.notebook) < 1.2 * most


@pytest.mark.parametrize(
    "output",
    [
        HOSTILE,
        new_output("execute_result", {"text/html": "<b>no</b>"}),
        new_output("error", ename="CheckError", evalue="no", traceback=["no"]),
        {"output_type": "display_data", "data": {"image/png": '"><script>steal()</script>'}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg/>"}},
        {"output_type": "display_data"},
        {"output_type": "display_data", "data": ["image/png"]},
        {"output_type": ["stream"]},
        "stream",
        None,
    ],
)
def test_what_a_browser_might_run_is_left_out(output):
    assert text_and_pictures([output]) == []


@pytest.mark.parametrize("outputs", [None, {}, "stream", 3])
def test_what_are_no_outputs_is_none(outputs):
    assert text_and_pictures(outputs) == []


@pytest.mark.parametrize("text", [3, None, [None, 3], {"a": 1}])
def test_odd_text_is_empty(text):
    (output,) = text_and_pictures([{"output_type": "stream", "text": text}])
    assert output.text == ""


def test_text_that_no_file_can_hold_is_replaced():
    (output,) = text_and_pictures([{"output_type": "stream", "text": "\ud800!"}])
    assert output.text == "?!"
