"""One grader: right scores, trouble in words, and nothing left of one submission for the next."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import nbformat
import nbgrader.api
import psutil
import pytest
from doubling import ANSWERS, NAME, NOTES, ORDINARY, SCORES, files_of, hand_ins, make_course
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from cnncourse.errors import CourseError
from cnncourse.grading.intake import handed_in
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.plugins.seeds import course_secret
from cnncourse.grading.plugins.trouble import found_in
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK
from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.grading.workers.grader import Grader, NoKernelsError

# By the class itself: other tests import modules anew.
NAMES = Grader.__init__.__globals__


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def results(grader, bundle):
    """Results by student, in the order in which they were graded."""
    handed_in = hand_ins(bundle.student_version)
    return {student: grader.grade(student, files) for student, files in handed_in.items()}


def test_bundle_leaves_the_course_as_it_is_but_for_its_secret(course, bundle):
    assert bundle.secret == course_secret(course.root) and str(bundle.secret) not in repr(bundle)
    assert sorted(path.name for path in course.root.iterdir()) == [
        ".grading",
        "nbgrader_config.py",
        "solutions",
    ]
    assert "BEGIN SOLUTION" in bundle.source.cells[1].source
    assert "raise NotImplementedError" in bundle.student_version.cells[1].source


def test_bundle_keeps_nbgraders_settings_but_not_its_gradebook(tmp_path):
    elsewhere = tmp_path / "elsewhere.db"
    setting = f'c.CourseDirectory.db_url = "sqlite:///{elsewhere}"'
    bundle = make_bundle(make_course(tmp_path, setting), NAME)
    assert setting in bundle.read("nbgrader_config.py").decode()
    with Grader(bundle, ORDINARY) as grader:
        assert grader.grade("blank", files_of(bundle.student_version)).status == GRADED
    assert not elsewhere.exists()


@pytest.mark.parametrize("student", SCORES)
def test_scores(results, student):
    result = results[student]
    assert (result.student, result.status) == (student, GRADED)
    assert sum(result.scores.values()) == SCORES[student]
    assert result.points == {"test_double": 2, "test_more": 1}
    assert result.bonus == {"test_more"}
    assert result.seconds > 0


@pytest.mark.parametrize("student", NOTES)
def test_trouble_is_told_in_words(results, student):
    assert results[student].status == NEEDS_A_LOOK
    assert results[student].note == NOTES[student]
    assert results[student].points == {"test_double": 2, "test_more": 1}


def test_one_engine_serves_all_that_is_asked_of_a_gradebook(bundle, monkeypatch):
    """A new one would make all its statements again, a good part of a submission's time."""
    made = []
    course = NAMES["Course"].__init__.__globals__
    names = course["Converters"].__init__.__globals__
    original = names["create_engine"]
    monkeypatch.setitem(names, "create_engine", lambda *a, **k: made.append(a) or original(*a, **k))
    monkeypatch.setattr(nbgrader.api, "create_engine", lambda *_, **__: pytest.fail("a new one"))
    with Grader(bundle, ORDINARY) as grader:
        for student in ("ada", "bob"):
            assert grader.grade(student, files_of(bundle.student_version)).status == GRADED
    assert len(made) == 1


def test_a_full_disk_ends_the_run_and_concerns_no_submission(grader, bundle, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    course = NAMES["Course"].__init__.__globals__
    for place, name in (
        (NAMES["Grader"], "_write"),
        (course["Converters"], "autograde"),
        (course["Converters"], "feedback"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, full)
            with pytest.raises(CourseError, match="The disk is full: make room"):
                grader.grade("ada", files_of(bundle.student_version))


def test_tests_that_did_not_run_have_no_score_rather_than_zero(results):
    assert results["crash"].scores == {}
    assert results["crash"].page == ""
    assert results["endless"].scores == {"test_double": 0, "test_more": 0}


def test_a_deleted_given_cell_is_put_back_and_told(results):
    assert results["deleted"].note == f"{NAME}.ipynb was without setup: put back."


def test_comments_and_the_executed_notebook_come_along(results):
    assert results["blank"].comments == {"double": "No response."}
    assert results["right"].comments == {}
    run = nbformat.reads(results["wrong"].notebook, 4)
    errors = [o.evalue for cell in run.cells for o in cell.get("outputs", ()) if "evalue" in o]
    assert "halves too" in errors


def test_scores_and_page_are_those_of_nbgrader_itself(results, bundle, tmp_path):
    bundle.unpack(tmp_path)
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(tmp_path)).load_config()
    settings.CourseDirectory.root = str(tmp_path)
    api = NbGraderAPI(config=settings)
    notebook = with_answers(bundle.student_version, {"double": ANSWERS["wrong"]})
    submit(notebook, tmp_path, "wrong", NAME)
    assert api.autograde(NAME, "wrong")["success"]
    assert api.generate_feedback(NAME, "wrong")["success"]
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        grades = gradebook.find_submission(NAME, "wrong").notebooks[0].grades
        assert {grade.name: grade.score for grade in grades} == results["wrong"].scores
    page = (tmp_path / "feedback" / "wrong" / NAME / f"{NAME}.html").read_text()
    assert results["wrong"].page == page


def test_feedback_hides_the_hidden_tests_every_time(results, grader, bundle):
    # The templates are compiled once: no page may have anything of an earlier one.
    again = grader.grade("again", hand_ins(bundle.student_version)["wrong"])
    for page in (results["wrong"].page, again.page):
        assert "halves too" in page
        assert "double(0.5)" not in page and "HIDDEN" not in page
    assert "halves too" not in results["right"].page


def test_nothing_is_left_of_a_submission(grader, results, bundle):
    folder = grader._root
    left = sorted(path.name for path in folder.iterdir())
    assert left == ["exercises", "gradebook.db", "nbgrader_config.py", "solutions"]
    assert (folder / "gradebook.db").read_bytes() == bundle.read("gradebook.db")


def test_files_beside_the_notebook_are_there_when_it_runs_and_gone_for_the_next(grader, bundle):
    read = "def double(x):\n    return int(open('two.txt').read()) * x"
    files = files_of(with_answers(bundle.student_version, {"double": read}))
    assert grader.grade("with", {**files, "two.txt": b"2"}).score == 2
    assert grader.grade("without", files).score == 0


@pytest.mark.parametrize("path", ["../../outside.txt", "/tmp/outside.txt", "a/../../outside.txt"])
def test_a_path_that_leads_out_is_refused(grader, bundle, path):
    result = grader.grade("mallory", {**files_of(bundle.student_version), path: b""})
    assert result.status == NEEDS_A_LOOK
    assert "leads out of the submission's folder" in result.note


def test_a_kernel_that_is_killed_is_told_as_such(grader, bundle):
    answer = f"import os\nos.kill(os.getpid(), {int(signal.SIGKILL)})"
    files = files_of(with_answers(bundle.student_version, {"double": answer}))
    assert grader.grade("killed", files).note == (
        "Cell double: The kernel was killed, perhaps because the machine has no memory left."
    )


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ({}, "There is no doubling.ipynb in it, nor any file."),
        (
            {"a.py": b"", "b.py": b"", "c.py": b"", "d.py": b""},
            "There is no doubling.ipynb in it, only a.py, b.py, c.py, ....",
        ),
        ({"doubling.ipynb": b""}, "doubling.ipynb is empty."),
        ({"doubling.ipynb": b"x" * 60_000_000}, "It is larger than 50 MB: "),
        (
            {"doubling.ipynb": b'{"cells": [{"cell_type": "raw"}], "nbformat": 7}'},
            "doubling.ipynb is in nbformat 7, which is not known here.",
        ),
    ],
)
def test_what_cannot_be_graded_is_said_before_nbgrader_runs(grader, files, note):
    result = grader.grade("odd", files)
    assert result.status == NEEDS_A_LOOK
    assert result.note.startswith(note)
    assert result.scores == {} and result.points


def test_another_language_is_told(grader, bundle):
    notebook = bundle.student_version
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    note = grader.grade("odd", files_of(notebook)).note
    assert note == "doubling.ipynb was written for R, not for Python."


def test_a_note_is_one_line_whatever_a_student_writes(bundle):
    run = bundle.student_version
    text = "no\n\x1b[31m" + "x" * 10_000
    run.cells[0].outputs = [nbformat.v4.new_output("error", ename="E", evalue=text, traceback=[])]
    note = found_in(run, bundle.source)
    assert note.startswith("The given cell setup failed: E: no [31mxxx")
    assert len(note) == 500 and note.isprintable()


NO_GPU = {
    "not built for it": ("AssertionError", "Torch not compiled with CUDA enabled"),
    "no driver": ("RuntimeError", "Found no NVIDIA driver on your system. Please check that"),
    "none seen": ("RuntimeError", "No CUDA GPUs are available"),
    "weights from one": (
        "RuntimeError",
        "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False.",
    ),
    "Apple's": ("RuntimeError", "PyTorch is not linked with support for mps devices"),
    "random numbers": ("RuntimeError", "Cannot get CUDA generator without ATen_cuda library."),
    "pinned memory": ("RuntimeError", "Cannot access accelerator device when none is available."),
    "TensorFlow": (
        "InvalidArgumentError",
        "Could not satisfy device specification '/job:localhost/replica:0/task:0/device:GPU:0'.",
    ),
}


def run_with(released, *errors):
    """The student's version as if its answer had ended in these errors."""
    run = released
    run.cells[1].outputs = [
        nbformat.v4.new_output("error", ename=name, evalue=text, traceback=traceback)
        for name, text, *traceback in errors
    ]
    return run


@pytest.mark.parametrize(("name", "text"), NO_GPU.values(), ids=NO_GPU)
def test_code_that_wants_a_gpu_is_told_apart(name, text, bundle):
    note = found_in(run_with(bundle.student_version, (name, text)), bundle.source)
    assert note == f"Cell double wants a GPU: {text}"


def test_a_gpu_is_wanted_by_the_first_of_none_and_by_what_an_error_was_raised_from(bundle):
    released, source = bundle.student_version, bundle.source
    first = ("IndexError", "list index out of range", "gpus = tf.config.list_physical_devices()")
    raised_from = ("ValueError", "no model", "AssertionError: Torch not compiled with CUDA enabled")
    for error in (first, raised_from):
        note = found_in(run_with(released, error), source)
        assert note == f"Cell double wants a GPU: {error[1]}"
    assert found_in(run_with(released, first[:2], ("AssertionError", "cuda is 6")), source) == ""


def test_a_gpu_without_memory_left_is_lack_of_memory(bundle):
    run = run_with(bundle.student_version, ("OutOfMemoryError", "CUDA out of memory. Tried to"))
    assert found_in(run, bundle.source) == "Cell double ran out of memory."


def test_the_words_are_those_of_the_framework(bundle):
    code = "import torch; torch.ones(1).to('cuda')"
    hidden = os.environ | {"CUDA_VISIBLE_DEVICES": "-1"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=hidden)
    note = found_in(run_with(bundle.student_version, ("Error", run.stderr)), bundle.source)
    assert note.startswith("Cell double wants a GPU: ")


def test_an_answer_that_wants_a_gpu_needs_a_look(grader, bundle):
    answer = "def double(x):\n    raise AssertionError('Torch not compiled with CUDA enabled')"
    notebook = with_answers(bundle.student_version, {"double": answer})
    result = grader.grade("gpu", files_of(notebook))
    assert result.status == NEEDS_A_LOOK
    assert result.note == "Cell test_double wants a GPU: Torch not compiled with CUDA enabled"


def test_a_grader_that_cannot_start_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    bundle = make_bundle(make_course(tmp_path / "course"), NAME)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setitem(NAMES, "Course", lambda *a, **k: (_ for _ in ()).throw(CourseError("no")))
    with pytest.raises(CourseError, match="no"):
        Grader(bundle, ORDINARY)
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


@contextmanager
def kernels_that_fail(times, starts, *_, **__):
    """In place of the sandbox's: the first ones are not known to Jupyter."""
    starts.append(len(starts))
    yield "no-such-kernel" if len(starts) <= times else "python3"


def test_kernels_that_do_not_start_are_started_anew_once(bundle, monkeypatch):
    starts = []
    offer = partial(kernels_that_fail, 1, starts)
    monkeypatch.setitem(NAMES, "kernels", offer)
    with Grader(bundle) as grader:
        result = grader.grade("blank", files_of(bundle.student_version))
    assert starts == [0, 1]
    assert result.status == GRADED


def test_where_kernels_do_not_start_at_all_the_submission_needs_a_look(bundle, monkeypatch):
    starts = []
    offer = partial(kernels_that_fail, 9, starts)
    monkeypatch.setitem(NAMES, "kernels", offer)
    with Grader(bundle) as grader:
        result = grader.grade("blank", files_of(bundle.student_version))
    assert starts == [0, 1]
    assert (result.status, result.scores) == (NEEDS_A_LOOK, {})
    assert "no-such-kernel" in result.note


def test_a_sandbox_that_is_gone_is_no_students_fault(bundle, monkeypatch):
    starts = []

    def offer(*_, **__):
        if starts:
            raise CourseError("bubblewrap is missing")
        return kernels_that_fail(9, starts)

    monkeypatch.setitem(NAMES, "kernels", offer)
    with Grader(bundle) as grader, pytest.raises(NoKernelsError, match="bubblewrap is missing"):
        grader.grade("blank", files_of(bundle.student_version))


def test_a_closed_grader_leaves_no_folder(bundle):
    with Grader(bundle, ORDINARY) as grader:
        folder = Path(grader._root)
        assert folder.is_dir()
    assert not folder.exists()


def test_a_hand_in_of_any_size_is_read_only_so_far(tmp_path, monkeypatch):
    monkeypatch.setattr(handed_in, "MAX_BYTES", 1000)
    (tmp_path / "a.txt").write_bytes(b"x" * 700)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_bytes(b"x" * 10**6)
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    files = Submission.of_folder("ada", tmp_path).files()
    assert {name: len(content) for name, content in files.items()} == {
        "a.txt": 700,
        "sub/b.txt": 301,
    }


def test_a_digest_tells_names_and_contents_apart():
    given = [{"ab": b"c"}, {"a": b"bc"}, {"ab": b"c", "d": b""}, {"ab": b"C"}]
    digests = {Submission("ada", lambda files=files: files).digest for files in given}
    assert len(digests) == len(given)
    two = [{"a": b"1", "b": b"2"}, {"b": b"2", "a": b"1"}]
    assert len({Submission("ada", lambda files=files: files).digest for files in two}) == 1


def test_memory_does_not_grow_with_submissions(grader):
    files = {f"{NAME}.ipynb": b'{"cells": [' + b"1, " * 300_000}
    for _ in range(3):
        grader.grade("broken", files)
    before = psutil.Process().memory_info().rss
    for _ in range(60):
        grader.grade("broken", files)
    assert psutil.Process().memory_info().rss - before < 20e6
