"""No attack gains a point or a secret, harms anything, or stops the batch."""

import csv
import re
from pathlib import Path

import attack_corpus as corpus
import attack_ground as ground
import nbformat
import pytest
from attack_lures import lures
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK

ATTACKS = corpus.read_attacks()
GOT_IN = "GOT IN:"

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The class, with the attacks handed in."""
    return ground.make_class(tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def calls():
    """What was called that should not be."""
    return []


@pytest.fixture(scope="module")
def watched(made, calls):
    """What grading all the attacks in one run did."""
    with lures(made.home, calls) as there:
        ground.hand_in_all(made, ATTACKS, there)
        watched = ground.grade_class(made)
    assert watched.exit == 0, watched.printed[-3000:]
    return watched


@pytest.fixture(scope="module")
def results(made, watched):
    """Results by student."""
    return results_of(made)


def results_of(made):
    with Ledger(made.root / ".grading" / f"{corpus.ASSIGNMENT}.db") as ledger:
        return {result.student: result for result in ledger.results()}


def files_of(made, student):
    """What grading wrote for a student: the executed notebook, and the page for the student."""
    for step, suffix in (("autograded", "ipynb"), ("feedback", "html")):
        path = made.root / step / student / corpus.ASSIGNMENT / f"{corpus.ASSIGNMENT}.{suffix}"
        if path.is_file():
            yield path


def outputs_of(made, student):
    """What a student's executed notebook printed."""
    for path in files_of(made, student):
        if path.suffix == ".ipynb":
            for cell in nbformat.read(path, 4).cells:
                yield from (o.text for o in cell.get("outputs", ()) if "text" in o)


@each_attack
def test_blank_notebook_with_an_attack_scores_nothing(made, results, attack):
    result = results[made.students[attack.name]]
    assert sum(result.scores.values()) == 0, f"{attack.name} got {result.scores}"


@each_attack
def test_attack_ends_as_it_should(made, results, attack):
    result = results[made.students[attack.name]]
    expected = (GRADED, NEEDS_A_LOOK) if attack.ends == "either" else (attack.ends,)
    assert result.status in expected, f"{attack.name}: {result.note}"
    assert result.note or result.status == GRADED


@each_attack
def test_attack_gets_in_nowhere(made, results, attack):
    got = [text for text in outputs_of(made, made.students[attack.name]) if GOT_IN in text]
    assert not got, f"{attack.name}: {got[0][got[0].index(GOT_IN) :][:300]}"


@each_attack
def test_attack_learns_no_secret(made, results, attack):
    texts = [path.read_text() for path in files_of(made, made.students[attack.name])]
    texts.append(results[made.students[attack.name]].note)
    told = {name for name, canary in made.canaries.items() if any(canary in t for t in texts)}
    assert not told, f"{attack.name} has seen what is in the {', '.join(told)}."


def test_right_answers_before_between_and_after_have_full_marks(made, results):
    assert len(made.right) >= 5
    for student in made.right:
        assert results[student].status == GRADED, results[student].note
        assert results[student].score == results[student].max_score == 10


def test_blank_notebook_scores_nothing(results):
    assert set(results[ground.BLANK].scores.values()) == {0}


def test_every_submission_has_a_result(made, results):
    names = {made.students[attack.name] for attack in ATTACKS}
    assert results.keys() == names | set(made.right) | {ground.BLANK}


def test_solutions_submissions_and_home_are_as_before(made, watched):
    after = ground.digests(made)
    assert {path: after.get(path) for path in watched.before} == watched.before


def test_nothing_was_written_elsewhere(made, watched):
    tops = [made.root, made.home, made.scratch]
    named = [path for top in tops for path in top.rglob(f"*{made.token}*")]
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/etc", "/usr/bin", "/opt", "/run", "/srv"):
        named += Path(folder).glob(f"{made.token}*")
    assert [path for path in named if path.parent.parent.parent.name != "submitted"] == []


def test_gradebook_has_the_scores_of_the_results_alone(made, results):
    with Gradebook(ground.gradebook_url(made), "cnncourse") as gradebook:
        assert gradebook.find_student("fellow").first_name == made.canaries["gradebook"]
        for submission in gradebook.assignment_submissions(corpus.ASSIGNMENT):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            scores = results[submission.student.id].scores
            assert {g.name: g.auto_score for g in grades if g.auto_score} == {
                name: score for name, score in scores.items() if score
            }
            assert not any(grade.manual_score or grade.extra_credit for grade in grades)


def test_nobody_was_called(watched, calls):
    assert calls == []


def test_no_process_and_no_scratch_is_left(made, watched):
    assert watched.left == []
    files = [path for path in made.scratch.rglob("*") if path.is_file()]
    assert [path for path in files if path.suffix != ".lock"] == []  # Dask's own stay


def test_graders_stay_small(watched):
    assert 0 < watched.peak < 600 * ground.MIB, f"{watched.peak / ground.MIB:.0f} MiB"


def test_pages_run_no_script(made, results):
    pages = [*made.root.glob("feedback/*/*/*.html"), *made.root.glob("grades/*.html")]
    assert len(pages) > len(ATTACKS) / 2
    for path in pages:
        page = BeautifulSoup(path.read_text(), "html.parser")
        for tag in page.find_all(True):
            values = " ".join(map(str, tag.attrs.values()))
            assert not (tag.name in ("script", "style") and made.token in tag.text), path
            assert tag.name not in ("iframe", "object", "embed", "base", "form"), path
            assert not any(name.startswith("on") for name in tag.attrs), (path, tag.attrs)
            assert "javascript:" not in values, (path, values)


def test_terminal_and_tables_show_plain_lines(made, watched, results):
    shown = [watched.printed, *(result.note for result in results.values())]
    for text in shown:
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", text)
    for result in results.values():
        assert "\n" not in result.note and len(result.note) < 1000
    with open(made.root / "grades" / f"{corpus.ASSIGNMENT}.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student"] for row in rows} == results.keys()
    assert not any(
        str(cell).startswith(("=", "+", "@", "-")) for row in rows for cell in row.values()
    )


@pytest.fixture(scope="module")
def in_process(tmp_path_factory):
    """A class whose checks run in the students' processes, graded; and its results."""
    made = ground.make_class(tmp_path_factory.mktemp("in_process"), trusted=False)
    with lures(made.home, []) as there:
        ground.hand_in_all(made, [attack for attack in ATTACKS if attack.gains], there)
        assert ground.grade_class(made).exit == 0
    return made, results_of(made)


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.gains], ids=lambda attack: attack.name)
def test_attack_is_a_real_one(in_process, attack):
    made, results = in_process
    assert results[made.students[attack.name]].score > 0
