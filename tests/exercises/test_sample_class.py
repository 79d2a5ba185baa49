"""An instructor grades the sample class with one command."""

import csv
import shutil
import subprocess
import sys

import pytest
from corpus import ROOT
from nbgrader.api import Gradebook

from cnncourse.grading.pipeline import ledger_path
from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ
from cnncourse.grading.notebooks.edits import BROKEN, CRASHING

NAME = "mini_exercise"
COMMAND = [sys.executable, "-m", "cnncourse.cli", "grade", NAME, "--samples"]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course's folder in which the command has been given."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / NAME, root / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    run = subprocess.run(COMMAND, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert all(name in run.stdout for name in ("sample_full", "sample_blank", CRASHING, BROKEN))
    return root


@pytest.fixture(scope="module")
def results(root):
    with Ledger(ledger_path(root, NAME)) as ledger:
        return {result.student: result for result in ledger.results()}


def automatic(result):
    """Points of the parts that no person grades, and their full marks."""
    names = result.points.keys() - {"reflection"}
    return sum(result.scores[name] for name in names), sum(result.points[name] for name in names)


def test_each_sample_ends_as_it_should(results):
    assert {name: result.status for name, result in results.items()} == {
        "sample_full": TO_READ,
        "sample_full_tensorflow": TO_READ,
        "sample_half": GRADED,
        "sample_blank": GRADED,
        CRASHING: NEEDS_A_LOOK,
        BROKEN: NEEDS_A_LOOK,
    }
    for name in ("sample_full", "sample_full_tensorflow"):
        points, most = automatic(results[name])
        assert points == most > 0
    points, most = automatic(results["sample_half"])
    assert 0 < points < most
    assert automatic(results["sample_blank"])[0] == 0


def test_gradebook_table_report_and_pages_are_there(root, results):
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        entered = {s.student.id: s.score for s in gradebook.assignment_submissions(NAME)}
    assert entered.keys() == results.keys() and entered["sample_full"] > entered["sample_half"] > 0
    with open(root / "grades" / f"{NAME}.csv", newline="") as file:
        assert {row["student"] for row in csv.DictReader(file)} == results.keys()
    report = (root / "grades" / f"{NAME}.html").read_text()
    assert all(name in report for name in results)
    pages = {path.parts[-3] for path in root.glob(f"feedback/*/{NAME}/{NAME}.html")}
    assert pages == results.keys() - {CRASHING, BROKEN}
