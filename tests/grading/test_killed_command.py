"""The whole command, killed while it grades and started again: it ends as if nothing had been."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from doubling import ANSWERS, NAME, make_course
from gradebook_rows_of import rows_of
from waiting import is_running

from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.pipeline import ledger_path
from cnncourse.grading.workers.bundle import make_bundle

KINDS = ("right", "wrong", "noisy", "crash")
NUM_STUDENTS = 24
NUM_KILLS = 12
LEAST_KILLS = 6
"""On a fast machine the class ends before: two runs get five submissions further at the most."""
START_SECONDS = 6.0
"""About as long as it takes until the first submission is graded."""
GRADING_SECONDS = 0.5
"""About as long as it takes to grade one."""
COMMAND = [sys.executable, "-m", "cnncourse.cli", "grade", NAME, "--jobs", "1"]


def make_class(root):
    released = make_bundle(make_course(root), NAME).student_version
    for number in range(NUM_STUDENTS):
        answer = ANSWERS[KINDS[number % len(KINDS)]]
        submit(with_answers(released, {"double": answer}), root, f"student{number:02}", NAME)


def num_done(root):
    return len(list(root.glob(f"feedback/*/{NAME}/{NAME}.html")))


def grade(root, killed_after=None, delay=0.0):
    """Run the command; SIGKILL it `delay` seconds after so many more submissions are done.

    It is killed earlier if another submission is done meanwhile, as where the machine is fast. It
    may have ended before.
    """
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    before = num_done(root)
    with subprocess.Popen(
        COMMAND, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        if killed_after is not None:
            while process.poll() is None and num_done(root) < before + killed_after:
                time.sleep(0.01)
            end = time.monotonic() + delay
            while time.monotonic() < end and num_done(root) <= before + killed_after:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        said = process.stderr.read().decode()
    assert not is_running(process.pid)
    return process.returncode, said


@pytest.fixture
def outcome(tmp_path):
    """Grades a class and tells what came of it: results, rows of the gradebook, files."""

    def outcome(name, kills=()):
        root = tmp_path / name
        make_class(root)
        codes = []
        for killed_after, delay in kills:
            code, said = grade(root, killed_after, delay)
            codes.append(code)
            assert code in (-signal.SIGKILL, 1), said
        assert codes.count(-signal.SIGKILL) >= min(LEAST_KILLS, len(kills))
        code, said = grade(root)
        assert (
            code == 1 and f"{NUM_STUDENTS // len(KINDS)} of {NUM_STUDENTS} need a look" in said
        ), said
        with Ledger(ledger_path(root, NAME)) as ledger:
            results = [(r.student, r.status, r.scores, r.note) for r in ledger.results()]
        files = {p.relative_to(root) for p in root.glob("*/student*/*/*")}
        return results, rows_of(f"sqlite:///{root}/gradebook.db"), files

    return outcome


def test_killed_command_ends_the_same_when_it_is_started_again(outcome):
    draw = random.Random(7)
    # Every other one while things are made ready or tried, the others among the submissions.
    kills = [
        (1, draw.uniform(0, GRADING_SECONDS)) if kill % 2 else (0, draw.uniform(0, START_SECONDS))
        for kill in range(NUM_KILLS)
    ]
    results, rows, files = outcome("undisturbed")
    assert len(results) == len(rows["submitted_assignment"]) == NUM_STUDENTS
    assert outcome("killed", kills) == (results, rows, files)
