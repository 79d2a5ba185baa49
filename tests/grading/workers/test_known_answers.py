"""Known answers: what their files say, and that the pre-flight holds them to it."""

import pytest
from nbformat.v4 import new_notebook
from notebook_cells import graded_cell

from cnncourse.errors import CourseError
from cnncourse.grading.result import GRADED, Result
from cnncourse.grading.workers.known_answers import pack, read_known
from cnncourse.grading.workers.preflight import Trial, unexpected

CODE = "\n\n# %% double\ndef double(x):\n    return x\n"


def write(folder, head, code=CODE):
    (folder / "wrong_one.py").write_text(f"{head}{code}", encoding="utf-8")
    return folder


def test_a_file_says_what_it_loses_what_it_keeps_and_its_kind(tmp_path):
    head = "# loses: test_double, test_more\n# keeps: 1.5 of test_double\n# kind: off by one"
    (one, other) = read_known(write(tmp_path, head))
    assert (one.framework, other.framework) == ("pytorch", "tensorflow")
    assert one.loses == {"test_double", "test_more"} and one.keeps == {"test_double": 1.5}
    assert one.kind == "off by one" and one.cells == {"double": "def double(x):\n    return x"}


def test_kind_and_kept_points_may_be_left_out(tmp_path):
    (one, _) = read_known(write(tmp_path, "# loses: nothing"))
    assert (one.loses, one.keeps, one.kind) == (frozenset(), {}, "")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("# kind: off by one", "needs one line"),
        ("# loses: nothing\n# keeps: 1 of test_double", "keeps points of test_double"),
    ],
)
def test_a_file_that_contradicts_itself_is_named(tmp_path, head, says):
    with pytest.raises(CourseError, match=says) as error:
        read_known(write(tmp_path, head))
    assert "wrong_one.py" in str(error.value)


def test_no_answers_are_packed_into_no_notebook():
    assert pack([]) == []


def test_no_cell_is_answered_twice_in_a_notebook(tmp_path):
    parts = {name: f"# %% {name}\ndef {name}():\n    pass\n\n" for name in "abc"}
    files = ["abc", "ab", "cb", "b", "b", "c", "a"]
    for i, cells in enumerate(files):
        code = "".join(parts[cell] for cell in cells)
        (tmp_path / f"{i}.py").write_text(f"# loses: nothing\n{code}", encoding="utf-8")
    answers = [answer for answer in read_known(tmp_path) if answer.framework == "pytorch"]
    notebooks = pack(answers)
    assert sorted(one.name for notebook in notebooks for one in notebook) == list("0123456")
    for notebook in notebooks:
        cells = [cell for answer in notebook for cell in answer.cells]
        assert len(cells) == len(set(cells))


@pytest.mark.parametrize(("score", "says"), [(1.5, ""), (0.0, "0.0 instead of 1.5")])
def test_preflight_expects_the_points_that_an_answer_keeps(score, says):
    notebook = new_notebook(cells=[graded_cell("test_double", "")])
    result = Result("preflight", GRADED, {"test_double": score}, {"test_double": 2.0})
    trial = Trial("half right", notebook, frozenset({"test_double"}), {"test_double": 1.5})
    assert says in unexpected(result, trial) and bool(says) == bool(unexpected(result, trial))
