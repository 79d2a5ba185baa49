"""Mending notebooks: whatever happened to one, the same answers get the same points."""

import json
import random

import nbformat
import notebook_mishaps as m
import pytest
import scaling_course
from mishaps import HELPED, HELPER, MISHAPS, mishap
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator

from cnncourse.grading.notebooks import repair
from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.notebooks.notebook_file import NotANotebookError
from cnncourse.grading.result import NEEDS_A_LOOK, TO_READ


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = scaling_course.make_course(tmp_path_factory.mktemp("course"))
    course.generate(scaling_course.NAME)
    return course


@pytest.fixture(scope="module")
def released(course):
    return course.released(scaling_course.NAME)


def run(notebook):
    """Whether each test passes when the notebook is run from top to bottom."""
    namespace, passed = {}, {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "skip-execution" in cell.metadata.get("tags", ()):
            continue
        try:
            exec(cell.source, namespace)
        except Exception:
            ran = False
        else:
            ran = True
        if utils.is_grade(cell):
            passed[cell.metadata.nbgrader.grade_id] = ran
    return passed


def assert_fit_for_nbgrader(mended, released):
    nbformat.validate(mended)
    MetadataValidator().validate_nb(mended)
    assert scaling_course.names(mended) == scaling_course.names(released)
    by_name = {c.metadata.nbgrader.grade_id: c for c in released.cells if "nbgrader" in c.metadata}
    for cell in mended.cells:
        if "nbgrader" in cell.metadata:
            given = by_name[cell.metadata.nbgrader.grade_id]
            assert (cell.metadata, cell.cell_type) == (given.metadata, given.cell_type)
            if utils.is_locked(given):
                assert cell.source == given.source


@pytest.mark.parametrize(
    "answers", [scaling_course.RIGHT, scaling_course.HALF], ids=["right", "half"]
)
@pytest.mark.parametrize("name", MISHAPS)
def test_the_tests_pass_as_if_nothing_had_happened(released, name, answers):
    data, clean = mishap(released, name, answers)
    mended, remarks = repair.notebook(data, released)
    assert_fit_for_nbgrader(mended, released)
    assert run(mended) == run(with_answers(released, clean))
    assert mended.cells[m.at(mended, "why")].source == answers["why"]
    said = MISHAPS[name][1]
    assert any(said in remark for remark in remarks) if said else remarks == []


def test_nbgrader_gives_the_same_points(course, released):
    """Each mended notebook that differs from the others is graded once."""
    grades = {}

    def graded(notebook):
        text = nbformat.writes(notebook)
        if text not in grades:
            student = f"student{len(grades)}"
            submit(notebook, course.root, student, scaling_course.NAME)
            result = course.autograde(scaling_course.NAME, student)
            grades[text] = (result.status, result.scores, result.note)
        return grades[text]

    clean = graded(with_answers(released, scaling_course.HALF))
    assert clean == (TO_READ, {"test_double": 2, "test_triple": 0, "test_offset": 0}, "")
    helped = graded(with_answers(released, scaling_course.HALF | {"triple": f"{HELPER}\n{HELPED}"}))
    assert helped == (TO_READ, {"test_double": 2, "test_triple": 3, "test_offset": 1}, "")
    for name in MISHAPS:
        data, answers = mishap(released, name, scaling_course.HALF)
        mended, _ = repair.notebook(data, released)
        assert graded(mended) == (clean if answers == scaling_course.HALF else helped), name


def test_nbgrader_alone_cannot_put_a_test_back_behind_an_answer_that_is_gone(course, released):
    data = m.handed_in(released, scaling_course.RIGHT, m.deleted("double", "test_double"))
    notebook = nbformat.from_dict(json.loads(data))
    submit(notebook, course.root, "unmended", scaling_course.NAME)
    result = course.autograde(scaling_course.NAME, "unmended")
    assert (result.status, result.scores) == (NEEDS_A_LOOK, {})


@pytest.mark.parametrize("name", MISHAPS)
def test_mending_twice_changes_nothing(released, name):
    once, _ = repair.notebook(mishap(released, name, scaling_course.HALF)[0], released)
    twice, remarks = repair.notebook(nbformat.writes(once).encode(), released)
    assert twice == once
    assert remarks == []


def test_a_clean_notebook_comes_back_as_it_was(released):
    mended, remarks = repair.notebook(m.handed_in(released), released)
    assert (mended, remarks) == (with_answers(released, scaling_course.RIGHT), [])


@pytest.mark.parametrize(
    ("gone", "blank"),
    [(["double", "test_double"], "double"), (["triple"], "triple"), (["why"], "why")],
)
def test_an_answer_that_is_gone_is_blank_again(released, gone, blank):
    """nbgrader fails on the first of these: the test goes behind a cell that is not there."""
    mended, [remark] = repair.notebook(
        m.handed_in(released, scaling_course.RIGHT, m.deleted(*gone)), released
    )
    assert_fit_for_nbgrader(mended, released)
    place = m.at(mended, blank)
    assert mended.cells[place].source == released.cells[m.at(released, blank)].source
    assert remark == f"was without {', '.join(gone)}: put back"


def test_the_last_edited_copy_counts_and_the_earlier_one_still_runs(released):
    """As it did for the student, who ran the cells from top to bottom."""
    first, last = "def triple(x):\n    return 0\n\n\nlimit = 9", "def triple(x):\n    return limit"
    data = m.handed_in(
        released,
        scaling_course.RIGHT | {"triple": last},
        m.trial_above("triple", first),
        m.blank_copy_after("triple", released),
    )
    mended, remarks = repair.notebook(data, released)
    place = m.at(mended, "triple")
    assert [c.source for c in mended.cells[place - 1 : place + 1]] == [first, last]
    assert "had triple 3 times: the last edited one counts" in remarks
    assert run(mended)["test_triple"] is True


def test_answers_in_another_cell_are_not_blanked(released):
    mended, _ = repair.notebook(
        m.handed_in(released, scaling_course.RIGHT, m.merged("double", "triple")), released
    )
    assert mended.cells[m.at(mended, "triple")].source == "# This answer is in another cell."


def test_images_in_a_text_answer_are_kept(released):
    def with_image(notebook):
        cell = notebook.cells[m.at(notebook, "why")]
        cell["attachments"] = {"plot.png": {"image/png": "iVBORw0KGgo="}, "bad": 3}

    mended, _ = repair.notebook(m.handed_in(released, scaling_course.RIGHT, with_image), released)
    nbformat.validate(mended)
    assert mended.cells[m.at(mended, "why")].attachments == {
        "plot.png": {"image/png": "iVBORw0KGgo="}
    }


def test_the_notebook_of_another_assignment(released):
    """It has a cell of the same name, as they all do."""
    other = [
        scaling_course.marked("setup", "factor = 7", locked=True),
        scaling_course.marked("adam", "def adam(): ...", solution=True),
    ]
    data = nbformat.writes(nbformat.v4.new_notebook(cells=other)).encode()
    with pytest.raises(NotANotebookError, match="hardly a cell of this assignment"):
        repair.notebook(data, released)


@pytest.mark.parametrize("seed", range(60))
def test_any_mishaps_one_after_another(released, seed):
    random.seed(seed)
    blank = m.blank_copy_after("double", released)
    steps = [step for steps, _ in MISHAPS.values() for step in steps if callable(step)] + [blank]
    notebook = with_answers(released, scaling_course.RIGHT)
    for step in random.choices(steps, k=6):
        try:
            step(notebook)
        except StopIteration:
            continue  # what it would have happened to is gone
    mended, _ = repair.notebook(json.dumps(notebook).encode(), released)
    assert_fit_for_nbgrader(mended, released)
    assert repair.notebook(nbformat.writes(mended).encode(), released)[0] == mended
