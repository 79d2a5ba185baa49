"""The whole command, killed while it grades and started again: it ends as if nothing had been."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from doubling import ANSWERS, NAME, is_running, make_course
from gradebook_rows_of import rows_of

from cnncourse.grading.bundle import make_bundle
from cnncourse.grading.grade import ledger_path
from cnncourse.grading.ledger import Ledger
from cnncourse.grading.submissions import submit, with_answers

KINDS = ("right", "wrong", "noisy", "crash")
NUM_STUDENTS = 12
COMMAND = [sys.executable, "-m", "cnncourse.cli", "grade", NAME, "--jobs", "1"]


def make_class(root):
    released = make_bundle(make_course(root), NAME).student_version
    for number in range(NUM_STUDENTS):
        answer = ANSWERS[KINDS[number % len(KINDS)]]
        submit(with_answers(released, {"double": answer}), root, f"student{number:02}", NAME)


def num_done(root):
    return len(list(root.glob(f"feedback/*/{NAME}/{NAME}.html")))


def grade(root, killed_after=None, delay=0.0):
    """Run the command; SIGKILL it `delay` seconds after so many more submissions are done."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    before = num_done(root)
    with subprocess.Popen(
        COMMAND, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        if killed_after is not None:
            while process.poll() is None and num_done(root) < before + killed_after:
                time.sleep(0.05)
            time.sleep(delay)
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
        for killed_after, delay in kills:
            code, said = grade(root, killed_after, delay)
            assert code == -signal.SIGKILL, said
        code, said = grade(root)
        assert code == 1 and "3 of 12 need a look" in said, said
        with Ledger(ledger_path(root, NAME)) as ledger:
            results = [(r.student, r.status, r.scores, r.note) for r in ledger.results()]
        files = {p.relative_to(root) for p in root.glob("*/student*/*/*")}
        return results, rows_of(f"sqlite:///{root}/gradebook.db"), files

    return outcome


def test_killed_command_ends_the_same_when_it_is_started_again(outcome):
    draw = random.Random(7)
    kills = [(draw.choice([1, 2]), draw.uniform(0, 0.5)) for _ in range(3)]
    results, rows, files = outcome("undisturbed")
    assert len(results) == len(rows["submitted_assignment"]) == NUM_STUDENTS
    assert outcome("killed", kills) == (results, rows, files)
