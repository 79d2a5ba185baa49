"""The ledger: what it remembers, who may open it, and what it says of a damaged file."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, Result

ADA = Result(
    "ada",
    GRADED,
    {"test_a": 1.5, "test_b": 0.0},
    {"test_a": 2.0, "test_b": 1.0, "test_more": 1.0},
    frozenset({"test_more"}),
    comments={"answer_a": "No response.", "answer_b": 'half a \ud800, a quote ", a zero \0'},
    seconds=1.25,
)
BOB = Result("bob", NEEDS_A_LOOK, {}, {"test_a": 2.0}, note="Kernel died")


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".grading" / "losses.db"


def test_result_comes_back_without_notebook_and_page(path):
    with Ledger(path) as ledger:
        ledger.record(replace(ADA, notebook="{}", page="<html>"), "digest", "version")
    with Ledger(path) as ledger:
        assert ledger.result("ada", "digest", "version") == ADA


@pytest.mark.parametrize(
    "key",
    [
        ("bob", "digest", "version"),
        ("ada", "changed", "version"),
        ("ada", "digest", "changed"),
    ],
)
def test_another_student_submission_or_version_is_not_known(path, key):
    with Ledger(path) as ledger:
        ledger.record(ADA, "digest", "version")
        assert ledger.result(*key) is None


def test_a_new_submission_replaces_the_old_one(path):
    with Ledger(path) as ledger:
        ledger.record(BOB, "first", "version")
        better = Result("bob", GRADED, {"test_a": 2.0}, {"test_a": 2.0})
        ledger.record(better, "second", "version")
        assert ledger.result("bob", "first", "version") is None
        assert ledger.result("bob", "second", "version") == better
        assert list(ledger.results()) == [better]


def test_results_come_in_the_students_order_and_as_often_as_wanted(path):
    with Ledger(path) as ledger:
        ledger.record(BOB, "digest", "version")
        ledger.record(ADA, "digest", "version")
        assert list(ledger.results()) == list(ledger.results()) == [ADA, BOB]


def test_forgotten_is_still_to_do(path):
    with Ledger(path) as ledger:
        ledger.record(ADA, "digest", "version")
        ledger.record(BOB, "digest", "version")
        ledger.forget("ada")
        ledger.forget("nobody")
        assert ledger.result("ada", "digest", "version") is None
        assert ledger.result("bob", "digest", "version") == BOB


def test_a_record_outlives_a_killed_process(path):
    code = (
        "import os, signal, sys\n"
        "from cnncourse.grading.gradebook.ledger import Ledger\n"
        "from cnncourse.grading.result import Result\n"
        "ledger = Ledger(sys.argv[1])\n"
        "ledger.record(Result('ada', 'graded', {'a': 1.0}, {'a': 1.0}), 'digest', 'version')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(path)])
    assert killed.returncode == -9
    with Ledger(path) as ledger:
        assert ledger.result("ada", "digest", "version").scores == {"a": 1.0}


def test_the_second_run_at_the_same_time_is_told(path):
    with Ledger(path), pytest.raises(CourseError, match=r"^Another run is grading .*losses\.db: "):
        Ledger(path)
    Ledger(path).close()


def test_an_open_that_fails_lets_the_lock_go(path):
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    for _ in range(2):
        with pytest.raises(CourseError, match="is damaged"):
            Ledger(path)


@pytest.fixture
def large(path):
    """A ledger of many pages."""
    with Ledger(path) as ledger:
        for index in range(300):
            ledger.record(replace(ADA, student=f"student{index:03d}"), "digest", "version")
    return path


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def scribble(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 8192 + content[3 * 4096 :])


@pytest.mark.parametrize("damage", [cut, scribble])
def test_a_damaged_file_gives_one_line_that_says_what_to_do(large, damage):
    damage(large)
    with pytest.raises(CourseError, match=r"is damaged \(.*\): delete this file; ") as error:
        Ledger(large)
    assert str(large) in str(error.value) and "\n" not in str(error.value)
    large.unlink()  # as it says
    with Ledger(large) as ledger:
        assert list(ledger.results()) == []


def test_an_unreadable_row_is_damage_too(path):
    with Ledger(path) as ledger:
        ledger.record(ADA, "digest", "version")
        ledger._db.execute("update submission set outcome = '{\"scores\": '")
        with pytest.raises(CourseError, match="is damaged"):
            ledger.result("ada", "digest", "version")


def test_a_ledger_of_another_release_is_not_read(path):
    with Ledger(path) as ledger:
        ledger._db.execute("pragma user_version = 999")
    with pytest.raises(CourseError, match="another release of cnncourse: delete this file"):
        Ledger(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CourseError, match=r"^No ledger can be kept at .*: make its folder"):
        Ledger(tmp_path / "file" / "losses.db")
