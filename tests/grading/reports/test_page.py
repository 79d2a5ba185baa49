"""The report about a class: what it says, and that a name of a student is never code in it."""

import re
import tracemalloc
from html.parser import HTMLParser

import pytest

from cnncourse.grading.reports.page import summary, write_report
from cnncourse.grading.reports.similarity import Pair
from cnncourse.grading.reports.tally import Tally
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result

POINTS = {"test_a": 2.0, "essay": 4.0, "extra": 1.0}
BONUS = frozenset({"extra"})
SCRIPT = "<script>alert('ada')</script>"


def graded(student, a, essay, extra=0.0, seconds=1.0):
    scores = {"test_a": a, "essay": essay, "extra": extra}
    return Result(student, GRADED, scores, POINTS, BONUS, seconds=seconds)


def unread(student, a, seconds=1.0):
    scores = {"test_a": a, "extra": 0.0}
    return Result(student, TO_READ, scores, POINTS, BONUS, seconds=seconds)


def troubled(student, note, scores=None, seconds=1.0):
    return Result(student, NEEDS_A_LOOK, scores or {}, POINTS, BONUS, note, seconds=seconds)


CLASS = [
    graded("ada", 2.0, 4.0, 1.0),
    graded("bob", 0.0, 1.0, seconds=9.0),
    unread("cy", 1.0),
    troubled(SCRIPT, "NameError: <img src=x onerror=y>", {"test_a": 0.0}, seconds=30.0),
]


class Page(HTMLParser):
    """The tags, and the rows of the tables as lists of texts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.rows, self._cell = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag):
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data):
        if self._cell:
            self.rows[-1][-1] += data.strip()


@pytest.fixture
def report(tmp_path):
    """Writes a report and reads it back."""

    def write(results, **options):
        path = tmp_path / "grades" / "report.html"
        write_report(results, path, title="losses & more", **options)
        assert [p.name for p in path.parent.iterdir()] == ["report.html"]
        return path.read_text(encoding="utf-8")

    return write


def row_of(page, first):
    (row,) = [row for row in Page(page).rows if row and row[0] == first]
    return row


def test_what_students_wrote_is_shown_and_is_no_code(report):
    pair = Pair(SCRIPT, "bob", 0.97, "task")
    page = report(CLASS, remarks=[(SCRIPT, "<b>mended</b>")], pairs=[pair])
    assert not {"script", "img", "b"} & {tag for tag, _ in Page(page).tags}
    assert [SCRIPT, "NameError: <img src=x onerror=y>"] in Page(page).rows
    assert [SCRIPT, "<b>mended</b>"] in Page(page).rows
    assert [SCRIPT, "bob", "97%", "task"] in Page(page).rows
    assert "<title>Grading report: losses &amp; more</title>" in page


def test_page_needs_nothing_from_elsewhere(report):
    page = report(CLASS)
    assert not {"script", "link", "img", "iframe", "base"} & {tag for tag, _ in Page(page).tags}
    assert not re.search(r"https?:|//|@import|url\((?!#)", page)
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page and "@media print" in page


def test_tables_and_figures_can_be_read_aloud(report):
    tags = Page(report(CLASS)).tags
    headers = [attrs for tag, attrs in tags if tag == "th"]
    assert headers and all(attrs.get("scope") in ("col", "row") for attrs in headers)
    figures = [attrs for tag, attrs in tags if tag == "svg"]
    assert len(figures) == 1 + len(POINTS)
    named = [a.keys() & {"aria-label", "aria-labelledby"} for a in figures]
    assert all(named) and all(a["role"] == "img" for a in figures)
    assert ("html", {"lang": "en"}) in tags


def test_tasks_without_those_that_need_a_look(report):
    page = report(CLASS)
    assert row_of(page, "test_a") == ["test_a", "2", "50%", "", "33%", "33%", "0"]
    assert row_of(page, "essay") == ["essay", "4", "62%", "", "50%", "0%", "1"]
    assert row_of(page, "extra")[1] == "bonus 1"
    assert (
        "Submissions by share of the points of test_a, from none to all: 1, 0, 0, 0, 0, 1" in page
    )


def test_scores_without_those_that_need_a_look(report):
    page = report(CLASS)
    assert row_of(page, "5.7 to 6") == ["5.7 to 6", "1", "0"]  # ada, without the bonus
    assert row_of(page, "0.9 to 1.2") == ["0.9 to 1.2", "1", "1"]  # bob, and cy so far
    assert sum(int(r[1]) + int(r[2]) for r in Page(page).rows if " to " in r[0]) == 3


def test_slowest_first(report):
    page = report(CLASS)
    slow = page[page.index('id="slowest"') :]
    assert [row[0] for row in Page(slow).rows[1:]] == [SCRIPT, "bob", "ada", "cy"]
    assert "took 10.2 s a submission" in slow


def test_long_lists_are_cut_and_say_so(report):
    many = [troubled(f"s{n}", f"reason {n % 3} {'x' * 2000}") for n in range(1234)]
    remarks = ((f"r{n}", "renamed") for n in range(50))
    pairs = [Pair(f"p{n}", "q", 0.9, "task") for n in range(30)]
    page = report(many, most=20, remarks=remarks, pairs=pairs)
    assert "And 1,214 more: see the CSV." in page
    assert "And 30 more: see the terminal." in page and "And 10 more: see the CSV." in page
    assert "s19<" in page and "s20<" not in page and "r20<" not in page and "p20<" not in page
    assert [row[1] for row in Page(page).rows if row[0].startswith("reason 0")] == ["412"]
    assert len(page) < 50_000


def test_nobody_handed_in(report):
    assert "No submission has a score." in report([])


def test_memory_stays_flat(report):
    def class_of(n):
        for k in range(n):
            name, note = f"student {k}", f"Killed: {k}"
            scores = {"test_a": k % 3, "essay": 1.0, "extra": 0.0}
            status = NEEDS_A_LOOK if k % 10 == 0 else GRADED
            yield Result(name, status, scores, POINTS, BONUS, note, notebook="x" * 500)

    def held(n):
        tracemalloc.start()
        Tally(20).add_all(class_of(n))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    def peak(n):  # other threads of this process allocate now and then
        return min(held(n) for _ in range(3))

    peak(100)
    assert peak(20_000) < 1.2 * peak(2_000)


def test_summary_of_a_small_class_is_a_line_per_student():
    lines = summary(iter(CLASS)).splitlines()
    assert len(lines) == 1 + len(CLASS)
    assert lines[1].split() == ["ada", "6", "of", "6", "1", "graded"]
    assert lines[4].endswith("needs a look: NameError: <img src=x onerror=y>")


def test_summary_of_a_large_class_has_the_counts_and_the_troubled():
    results = [*CLASS, *(troubled(f"d{n}", "Out of memory.") for n in range(4))]
    lines = summary(iter(results), most=3).splitlines()
    assert lines[0].startswith("8 submissions: 2 graded, 1 to be read, 5 need a look")
    assert lines[0].endswith("mean score 2.7 of 6")
    assert lines[2] == "  d0: Out of memory."
    assert lines[4] == "  and 2 more that need a look"
    assert len(lines) == 5


@pytest.mark.parametrize("most", [1, 40])
def test_summary_cannot_steer_the_terminal(most):
    text = summary([troubled("a\x1b[2Jb", "x\ny"), troubled("c", "")], most=most)
    assert "\x1b" not in text and "a?[2Jb" in text and "x?y" in text
