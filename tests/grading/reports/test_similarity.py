"""Copies are found whatever they are renamed to; right answers by different hands are no copies."""

import ast
import itertools
import random
from pathlib import Path

import nbformat
import pytest

from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.reports import similarity
from cnncourse.grading.reports.similarity import code_answers, similar_pairs
from cnncourse.grading.workers.known_answers import FOLDER, read_known

NAME = "mini_exercise"
ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "tests" / "exercises" / NAME, ROOT / "solutions" / NAME / FOLDER)
HANDS = 4


@pytest.fixture(scope="module")
def released():
    return code_answers(nbformat.read(ROOT / "exercises" / NAME / f"{NAME}.ipynb", 4))


@pytest.fixture(scope="module")
def hands(released):
    """Notebooks that share no answer, of each framework: each cell's answers dealt out to them."""
    solution = code_answers(nbformat.read(ROOT / "solutions" / NAME / f"{NAME}.ipynb", 4))
    entries = [entry for entry in itertools.chain(*map(read_known, FOLDERS)) if not entry.loses]
    dealt = {}
    for framework in FRAMEWORKS:
        own = [entry for entry in entries if entry.framework == framework]
        for cell in solution:
            answers = [solution[cell], *(e.cells[cell] for e in own if cell in e.cells)]
            answers = list(dict.fromkeys(answers))
            random.Random(cell).shuffle(answers)
            for hand in range(HANDS):
                answer = answers[hand] if hand < len(answers) else released[cell]
                dealt.setdefault((framework, hand), {})[cell] = answer
    return dealt


def disguised(answers):
    """The same with other names, order, comments, docstrings, layout and quotes."""
    changed = {}
    for cell, code in answers.items():
        tree = ast.parse(code)
        nodes = list(ast.walk(tree))
        stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        names = {name: f"mine{number}" for number, name in enumerate(sorted(stored))}
        for node in nodes:
            if isinstance(node, ast.Name):
                node.id = names.get(node.id, node.id)
            if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
                node.body = node.body[1:] or [ast.Pass()]
        tree.body.reverse()
        changed[cell] = "# I wrote this alone.\n" + ast.unparse(tree).replace("    ", "\t")
    return changed


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_right_answers_by_different_hands_are_no_copies(hands, released, framework):
    notebooks = {f"h{hand}": hands[framework, hand] for hand in range(HANDS)}
    pairs = similar_pairs(notebooks, released, threshold=0.001)
    assert {pair.first for pair in pairs}, "nothing at all in common: are the cells read?"
    assert max(pair.share for pair in pairs) < 0.15
    assert similar_pairs(notebooks, released) == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_disguised_copy_of_each_hand_is_found(hands, released, framework):
    notebooks = {f"h{hand}": hands[framework, hand] for hand in range(HANDS)}
    copies = {f"copy of {name}": disguised(code) for name, code in notebooks.items()}
    pairs = similar_pairs(notebooks | copies, released)
    assert {(pair.first, pair.second) for pair in pairs} == {(n, f"copy of {n}") for n in notebooks}
    assert min(pair.share for pair in pairs) > 0.8


def test_docstrings_and_comments_change_nothing():
    bare = [f"def f{n}(x):\n    return x * {n} + {n + 1} - x" for n in range(20)]
    told = [code.replace(":\n", ':  # mine\n    """What it does."""\n', 1) for code in bare]
    notebooks = {"a": {"f": "\n\n".join(bare)}, "b": {"f": "\n\n".join(told)}}
    assert [pair.share for pair in similar_pairs(notebooks, {})] == [pytest.approx(1)]


def test_answers_moved_to_another_cell_are_found(hands, released):
    own = hands["pytorch", 0]
    moved = dict(zip(own, reversed(own.values()), strict=True))
    assert len(similar_pairs({"a": own, "b": moved}, released)) == 1


def test_one_copied_answer_among_own_ones_is_not_enough_but_named(hands, released):
    own, other = hands["pytorch", 0], hands["pytorch", 1]
    mixed = own | {"train": disguised(other)["train"]}
    notebooks = {"own": own, "other": other}
    assert similar_pairs({"mixed": mixed, "other": other}, released) == []
    low = similar_pairs({"mixed": mixed, **notebooks}, released, threshold=0.05)
    assert [p.task for p in low if {p.first, p.second} == {"mixed", "other"}] == ["train"]


def test_what_everybody_has_makes_nobody_suspect(hands, released):
    """Shared lecture code is most of each notebook, yet no pair stands out but the copied one."""
    lecture = "\n".join(hands["pytorch", 0].values())
    own = ["train", "build_model", "run", "sweep"]
    notebooks = {
        f"s{hand}": {"lecture": lecture, **{c: hands["pytorch", hand][c] for c in own}}
        for hand in (1, 2, 3)
    }
    notebooks |= {f"t{n}": {"lecture": lecture, "x": filler(n)} for n in range(30)}
    notebooks["copy"] = disguised(notebooks["s1"])
    pairs = similar_pairs(notebooks, released)
    assert [(pair.first, pair.second) for pair in pairs] == [("s1", "copy")]


def filler(seed):
    words = random.Random(seed).choices(["sum", "max", "+", "-", "*", "if", "for", "1", "2"], k=400)
    return " ".join(words)


def test_blank_and_short_answers_are_never_a_pair(released):
    short = dict.fromkeys(released, "def f(x):\n    return x + 1")
    notebooks = {"a": released, "b": released, "c": short, "d": short, "e": {}}
    assert similar_pairs(notebooks, released, threshold=0.001) == []


def test_what_the_student_version_gives_counts_for_nothing():
    given, own = filler(2), filler(3)
    notebooks = {"a": {"f": given}, "b": {"f": given}}
    assert similar_pairs(notebooks, {"f": given}, threshold=0.001) == []
    notebooks = {name: {"f": given, "g": own} for name in notebooks}
    assert len(similar_pairs(notebooks, {"f": given})) == 1


@pytest.mark.parametrize("notebooks", [{}, {"a": {"f": filler(0)}}])
def test_nobody_to_compare_with(notebooks):
    assert similar_pairs(notebooks, {}) == []


def test_nothing_is_run_and_no_code_is_too_broken(tmp_path):
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w')\n{filler(1)}"
    odd = {"a": code, "b": "def (((\n'''", "c": "\x00\ud800", "d": "(" * 5_000, "e": "%magic"}
    notebooks = {"a": odd, "b": odd}
    assert [pair.share for pair in similar_pairs(notebooks, {})] == [pytest.approx(1)]
    assert not mark.exists()


def test_same_pairs_in_any_order_and_in_blocks(hands, released, monkeypatch):
    notebooks = {f"{framework}{hand}": code for (framework, hand), code in hands.items()}
    notebooks |= {f"copy {name}": disguised(code) for name, code in notebooks.items()}
    whole = similar_pairs(notebooks, released)
    monkeypatch.setattr(similarity, "_BLOCK", 3)
    blocks = similar_pairs(dict(reversed(notebooks.items())), released)
    pairs = [{frozenset((p.first, p.second)) for p in found} for found in (whole, blocks)]
    copies = {frozenset((name, f"copy {name}")) for name in notebooks if "copy" not in name}
    assert pairs[0] == pairs[1] >= copies
    shares = [pair.share for pair in blocks]
    assert all(a >= b for a, b in itertools.pairwise(shares))
