"""How often one hand-in's notebook is parsed on its way from a zip to its scores and its page."""

import json
import sys
import zipfile
from collections import Counter
from contextlib import contextmanager

import nbformat
import pytest
from doubling import ANSWERS, NAME, ORDINARY, make_course
from nbformat.v4 import new_code_cell

from cnncourse.grading import pipeline
from cnncourse.grading.intake.taking_in import take_in
from cnncourse.grading.notebooks.edits import with_answers, with_framework
from cnncourse.grading.pipeline import Settings, grade
from cnncourse.grading.reports.outputs import write_outputs
from cnncourse.grading.result import GRADED
from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.grading.workers.grader import Grader
from cnncourse.grading.workers.preflight import frameworks_of

MARK = "a word of this student's alone"
CHOICE = 'FRAMEWORK = "pytorch"  # or "tensorflow"'
NBGRADER = "nbconvert.exporters.exporter"
OURS = "cnncourse.grading.notebooks.notebook_file"


@pytest.fixture
def parsed(monkeypatch):
    """Who has parsed a notebook with the mark in it, and how often."""
    parsed, loads = Counter(), json.loads

    def counting(text, *args, **kwargs):
        # What a kernel says of a cell that it runs has the mark, too, but is no notebook.
        if isinstance(text, str) and MARK in text and '"cells"' in text:
            frame = sys._getframe(1)
            while frame.f_globals["__name__"].startswith("nbformat"):
                frame = frame.f_back
            parsed[frame.f_globals["__name__"]] += 1
        return loads(text, *args, **kwargs)

    monkeypatch.setattr(json, "loads", counting)
    return parsed


@pytest.fixture
def in_this_process(monkeypatch):
    """Grade where the parses are counted, and nothing but what was handed in."""

    @contextmanager
    def one_grader(bundle, kernel_settings, **_):
        with Grader(bundle, kernel_settings) as grader:
            yield lambda submissions: (grader.grade(s.student, s.files()) for s in submissions)

    monkeypatch.setattr(pipeline, "grading_workers", one_grader)
    monkeypatch.setattr(pipeline, "preflight", lambda *_, **__: None)


def test_a_notebook_is_parsed_when_it_is_taken_in_and_when_it_is_graded(
    tmp_path, parsed, in_this_process
):
    course = make_course(tmp_path / "course", more_cells=[new_code_cell(CHOICE)])
    released = make_bundle(course, NAME).student_version
    answer = f"# {MARK}\n{ANSWERS['right']}"
    handed_in = tmp_path / "hand_ins.zip"
    with zipfile.ZipFile(handed_in, "w") as archive:
        notebook = with_answers(released, {"double": answer})
        archive.writestr(f"ada/{NAME}.ipynb", nbformat.writes(notebook))
    graded = grade(NAME, course.root, hand_ins=[handed_in], settings=Settings(ORDINARY))
    assert [(result.status, result.score) for result in graded] == [(GRADED, 2)]
    # nbgrader reads files: what it cleans, what it then runs, and what it makes the page of.
    assert parsed == {OURS: 2, NBGRADER: 3}
    list(write_outputs(graded))
    grade(NAME, course.root, settings=Settings(ORDINARY))
    assert parsed == {OURS: 2, NBGRADER: 3}, "tables, a report and a second run need none"
    list(write_outputs(graded, similarity=True))
    assert parsed == {OURS: 3, NBGRADER: 3}, "the whole class is compared, whenever it was graded"


def test_a_framework_is_known_of_the_notebook_that_lies_there_alone(tmp_path):
    course = make_course(tmp_path / "course", more_cells=[new_code_cell(CHOICE)])
    released = make_bundle(course, NAME).student_version
    newer, older = tmp_path / "newer.zip", tmp_path / "older.zip"
    for path, framework, day in ((newer, "tensorflow", 2), (older, "pytorch", 1)):
        notebook = with_framework(with_answers(released, {"double": ANSWERS["right"]}), framework)
        entry = zipfile.ZipInfo(f"ada/{NAME}.ipynb", (2026, 1, day, 12, 0, 0))
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(entry, nbformat.writes(notebook))
    taken = [take_in(path, course, NAME)[0] for path in (newer, older)]
    assert [hand_in.framework for hand_in in taken] == ["tensorflow", None]
    assert frameworks_of(released, [], ["tensorflow"]) == ["tensorflow"]
    both = ["pytorch", "tensorflow"]
    assert frameworks_of(released, [b"no notebook"], both) == both
