"""Files that came along under another name than the notebook knows them by."""

import made_handins
import pytest
import scaling_course
from made_handins import NAME, answer, folder_of, from_zip

from cnncourse.grading.intake.placing import _files_in
from cnncourse.grading.intake.taking_in import take_in


@pytest.fixture
def course(tmp_path):
    return made_handins.released_course(tmp_path / "course")


def taken(course, code, files):
    """The files beside the notebook, in which some code stands in front of an answer."""
    name = next(iter(scaling_course.RIGHT))
    notebook = answer(course, answers={name: f"{code}\n{scaling_course.RIGHT[name]}"})
    files = {f"ada/{path}": content for path, content in files.items()}
    [hand_in] = take_in(folder_of(course, {"ada/x.ipynb": notebook} | files), course, NAME)
    found = _files_in(hand_in.folder)
    del found[f"{NAME}.ipynb"]
    return found, hand_in.note


def test_canvas_second_hand_in(course):
    name = next(iter(scaling_course.RIGHT))
    code = {name: f"import helpers\n{scaling_course.RIGHT[name]}"}
    files = {
        f"lovelaceada_12345_67892_{NAME}-1.ipynb": answer(course, answers=code),
        "lovelaceada_12345_67893_helpers-1.py": b"x = 1",
    }
    [hand_in] = from_zip(course, files)
    assert (hand_in.folder / "helpers.py").read_bytes() == b"x = 1"
    assert hand_in.note == "" and len(list(hand_in.folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("code", "came", "named"),
    [
        ("from helpers import loss", "helpers-2.py", "helpers.py"),
        ("import lib.helpers as h", "lib/helpers (1).py", "lib/helpers.py"),
        ("%run helpers.py", "helpers-Copy1.py", "helpers.py"),
        ("import helpers", "Copy of helpers.py", "helpers.py"),
        ("import helpers", "helpers - Copy.py", "helpers.py"),
        ("import numpy as np\nnp.load('w.npy')", "w-1.npy", "w.npy"),
        ("import pandas\npandas.read_csv('maß.csv')", "maß (1).csv", "maß.csv"),
        # What the code asks for under the present name, or does not ask for, stays.
        ("open('data-1.csv'), open('data.csv')", "data-1.csv", "data-1.csv"),
        ("exec(open('helpers-1.py').read())  # of helpers", "helpers-1.py", "helpers-1.py"),
        ("import other_helpers, helpers2", "helpers-1.py", "helpers-1.py"),
        ("open('my-data.csv')", "data-1.csv", "data-1.csv"),
        ("x = 1", "run-1.log", "run-1.log"),
        ("import helpers", "helpers", "helpers"),
    ],
)
def test_the_name_that_the_code_knows_is_restored(course, code, came, named):
    assert taken(course, code, {came: b"1"}) == ({named: b"1"}, "")


def test_a_module_that_came_along_asks_for_another(course):
    files = {"helpers.py": b"from layers import conv", "layers-1.py": b"conv = 1"}
    found, note = taken(course, "import helpers", files)
    assert found.keys() == {"helpers.py", "layers.py"} and not note


@pytest.mark.parametrize("other", ["helpers.py", "Helpers.py", "helpers-2.py"])
def test_where_another_has_the_name_both_stay_and_it_is_said(course, other):
    files = {other: b"old", "helpers-1.py": b"new"}
    found, note = taken(course, "import helpers", files)
    assert found == files
    assert "'helpers-1.py' may be a newer 'helpers.py': both are kept." in note
