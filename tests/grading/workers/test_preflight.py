"""The pre-flight is repeated when anything has changed that its scores depend on, else not."""

import json
import os
import platform
import signal
import sys

import nbformat
import pytest
from doubling import NAME, SOLUTION
from nbformat.v4 import new_notebook
from notebook_cells import cell, graded_cell

from cnncourse.errors import CourseError
from cnncourse.grading.result import GRADED, Result
from cnncourse.grading.workers import preflight_record, version
from cnncourse.grading.workers.preflight import preflight, trials
from cnncourse.grading.workers.preflight_record import PreflightRecord, environment_of

KNOWN = "# loses: test_double\n\n# %% double [pytorch]\ndef double(x):\n    return x\n"
POINTS = {"test_double": 2.0}


class Course:
    """An assignment with a choice of frameworks and a known answer, and a grader that is told."""

    def __init__(self, root):
        self.folder, self.path = root / NAME, root / ".grading" / f"{NAME}.json"
        (self.folder / "known_answers").mkdir(parents=True)
        self.known = self.folder / "known_answers" / "same.py"
        self.known.write_text(KNOWN)
        self.source = new_notebook(
            cells=[
                cell("choice", 'FRAMEWORK = "pytorch"', locked=True),
                cell("double", SOLUTION, solution=True),
                graded_cell("test_double", "assert double(3) == 6"),
            ]
        )
        self.released = nbformat.from_dict(self.source)
        self.released.cells[1].source = "def double(x):\n    raise NotImplementedError"
        self.environment = environment_of("version", warm=True)
        self.solution_scores = 2.0

    def tried(self, *frameworks, again=False):
        """Names of the notebooks that a pre-flight grades."""
        seen = []

        def grade_all(submissions):
            for submission in submissions:
                seen.append(submission.student.removeprefix("preflight "))
                points = self.solution_scores if "solution" in seen[-1] else 0.0
                yield Result(submission.student, GRADED, {"test_double": points}, POINTS)

        known = trials(self.source, self.released, self.folder, frameworks or ["pytorch"])
        record = PreflightRecord(self.path, self.environment)
        preflight(NAME, known, grade_all, record, again=again)
        return seen


ALL = ["solution (pytorch)", "blank notebook (pytorch)", "same (pytorch)"]


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@pytest.fixture
def passed(course):
    assert course.tried() == ALL
    return course


def test_points_that_a_known_answer_keeps_are_tried_anew(passed):
    passed.known.write_text(f"# keeps: 1 of test_double\n{KNOWN}")
    with pytest.raises(CourseError, match=r"test_double scored 0\.0 instead of 1"):
        passed.tried()


def test_what_went_well_is_not_repeated_and_one_line_says_so(passed, capsys):
    capsys.readouterr()
    assert passed.tried() == []
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("pre-flight: 3 of 3 notebooks have scored as they should")
    assert "--preflight" in line


def test_it_is_repeated_where_that_is_asked_for(passed):
    assert passed.tried(again=True) == ALL
    assert passed.tried() == []


def test_another_framework_is_tried_and_the_first_one_not_again(passed):
    assert passed.tried("tensorflow") == ["solution (tensorflow)", "blank notebook (tensorflow)"]
    assert passed.tried("pytorch", "tensorflow") == []


def edited(course, number, source):
    course.source.cells[number].source = source


def claims(course, text):
    course.known.write_text(text)


CHANGES = {
    "solution": (lambda c: edited(c, 1, SOLUTION + "  # doubled"), [ALL[0]]),
    "what a known answer is": (lambda c: claims(c, KNOWN.replace("x\n", "-x\n")), ["same"]),
    "what it loses": (lambda c: claims(c, KNOWN.replace("test_double", "nothing")), ["same"]),
    "tags of a cell": (lambda c: c.released.cells[2].metadata.update(tags=["bonus"]), ALL),
    "environment": (lambda c: setattr(c, "environment", "another"), ALL),
}


@pytest.mark.parametrize(("change", "again"), CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_tried_again(passed, change, again):
    change(passed)
    try:
        tried = passed.tried()
    except CourseError as error:  # that it loses nothing is not so
        tried = [str(error)]
    for name in again:
        assert any(name in one for one in tried)


def with_package(monkeypatch, folder):
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    (folder / "pandas-2.3.0.dist-info").mkdir()


ENVIRONMENTS = {
    "a package more": with_package,
    "Python": lambda patch, _: patch.setattr(sys, "version", "3.99"),
    "another installation": lambda patch, _: patch.setattr(sys, "prefix", "/elsewhere"),
    "machine": lambda patch, _: patch.setattr(platform, "node", lambda: "elsewhere"),
    "Linux": lambda patch, _: patch.setattr(platform, "release", lambda: "99"),
    "variables of kernels": lambda patch, _: patch.setenv("OMP_NUM_THREADS", "7"),
}


@pytest.mark.parametrize("change", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_another_environment_has_another_digest(monkeypatch, tmp_path, change):
    before = environment_of("version", warm=True)
    assert environment_of("version", warm=True) == before
    change(monkeypatch, tmp_path / "packages")
    assert environment_of("version", warm=True) != before


def test_another_version_of_a_package_or_the_same_installed_anew_is_another_environment(
    monkeypatch, tmp_path
):
    with_package(monkeypatch, tmp_path / "packages")
    package = tmp_path / "packages" / "pandas-2.3.0.dist-info"
    environments = [environment_of("version")]
    os.utime(package, ns=(1, 1))
    environments.append(environment_of("version"))
    package.rename(package.with_name("pandas-2.3.1.dist-info"))
    environments.append(environment_of("version"))
    assert len({*environments, environment_of("other"), environment_of("version", warm=0)}) == 5


DAMAGES = {
    "empty": lambda text: "",
    "half written": lambda text: text[: len(text) // 2],
    "cut in the last line": lambda text: text[:-2],
    "no text": lambda text: "\udcff\udcfe",
    "another kind": lambda text: "[1]",
    "deep": lambda text: "[" * 100_000,
    "of another environment": lambda text: text.replace(json.loads(text)["environment"], "0" * 64),
    "keys made up": lambda text: json.dumps({**json.loads(text), "passed": ["0" * 64] * 3}),
    "no list of keys": lambda text: json.dumps({**json.loads(text), "passed": {"a": 1}}),
    "of an earlier release": lambda text: json.dumps(version.installed()),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_record_that_is_damaged_or_foreign_does_not_count(passed, damage):
    passed.path.write_bytes(damage(passed.path.read_text()).encode(errors="surrogateescape"))
    assert passed.tried() == ALL
    assert passed.tried() == []


def test_keys_of_another_course_with_another_secret_do_not_count(passed, tmp_path):
    stored = json.loads(passed.path.read_text())
    passed.environment = environment_of("version of a course with another secret", warm=True)
    stored["environment"] = passed.environment
    passed.path.write_text(json.dumps(stored))
    assert passed.tried() == ALL


def test_what_failed_is_not_stored_and_what_went_well_before_does_not_count_any_more(course):
    course.solution_scores = 0.0
    for _ in range(2):
        with pytest.raises(CourseError, match=r"solution .* does not score as it should"):
            course.tried()
    course.solution_scores = 2.0
    assert course.tried() == ALL
    course.solution_scores = 0.0
    with pytest.raises(CourseError):
        course.tried(again=True)
    course.solution_scores = 2.0
    assert course.tried() == ALL


def test_who_is_killed_while_it_is_stored_repeats_it(course, tmp_path):
    child = os.fork()
    if child == 0:
        try:
            # The file is written, and has not taken its place.
            os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
            course.tried()
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert course.tried() == ALL
    assert course.tried() == []


def test_a_record_that_cannot_be_written_stops_nothing(course):
    course.path.mkdir(parents=True)
    with pytest.warns(UserWarning, match=r"doubling\.json cannot be written .* be repeated"):
        assert course.tried() == ALL


def test_where_the_environment_is_not_known_nothing_counts_as_tried(course):
    course.environment = None
    assert course.tried() == course.tried() == ALL


def test_packages_that_are_others_are_named_when_it_fails(passed, monkeypatch):
    monkeypatch.setattr(preflight_record, "installed", lambda: {"numpy": "1.0"})
    passed.environment, passed.solution_scores = "another", 0.0
    with pytest.raises(CourseError, match=r"When it last did, and now, there are .*numpy .* 1\.0"):
        passed.tried()
