"""Students' pages: whatever they are made of, there is one, in time, and it loads nothing."""

import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup
from doubling import ANSWERS, NAME, ORDINARY, make_course
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets.config import Config, PyFileConfigLoader
from waiting import is_running, wait_until

from cnncourse.errors import CourseError
from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.plugins import page_filters, page_process
from cnncourse.grading.plugins.page_filters import clean_markdown, shown_as_typed
from cnncourse.grading.plugins.page_maker import PageMaker
from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.grading.workers.grader import Grader

ROOT = Path(__file__).parents[3]

NO_KERNEL = """
c.PageExporter.seconds = 1
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.SaveAutoGrades"]
"""
CLASSIC = Config({"HTMLExporter": {"template_name": "classic"}})
PICTURE = "iVBORw0KGgo="
ATTACHED = f"data:image/png;base64,{PICTURE}"
SLOW = {
    "blanks": new_markdown_cell("<b>" + " " * 300_000 + "end"),
    "colors": new_code_cell(
        outputs=[new_output("stream", text="\x1b[31m.\x1b[0m" * 300_000 + "<b>end")]
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one autograded notebook that no kernel ran."""
    course = make_course(tmp_path_factory.mktemp("course"), NO_KERNEL)
    course.generate(NAME)
    notebook = with_answers(course.released(NAME), {"double": ANSWERS["right"]})
    submit(notebook, course.root, "ada", NAME)
    assert course.autograde(NAME, "ada").scores
    yield course
    course.close()


@pytest.fixture
def page_of(course):
    """Make the page of the notebook with further cells, or other outputs of the answer."""

    def page_of(*more, outputs=(), answer=ANSWERS["right"]):
        path = course.root / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
        before = path.read_text()
        notebook = nbformat.reads(before, 4)
        notebook.cells[1].source, notebook.cells[1].outputs = answer, list(outputs)
        notebook.cells += more
        path.chmod(0o644)
        nbformat.write(notebook, path)
        try:
            return course.feedback(NAME, "ada")
        finally:
            path.write_text(before)

    return page_of


@pytest.mark.parametrize("slow", SLOW)
def test_what_takes_too_long_to_lay_out_is_shown_as_it_was_typed(page_of, slow):
    cell = SLOW[slow] | {"id": "slow"}
    page, remark = page_of(nbformat.from_dict(cell))
    assert remark == (
        "The page for the student shows text as it was typed: cell slow: to lay it out takes more "
        "than 1 seconds."
    )
    shown = BeautifulSoup(page, "html.parser").text
    assert "end" in shown and "x + x" in shown and "Score: 3.0" in shown
    if slow != "colors":
        assert "<b>" in shown
    page, remark = page_of(new_markdown_cell("*fine*"))
    assert "<em>fine</em>" in page and not remark


@pytest.fixture
def formgrader():
    """What lays out a hand-in where the formgrader serves it, with the course's settings."""
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [template_path]
    exporter = HTMLExporter(config=settings)
    names = dict.fromkeys(("index", "total"), 0) | {"base_url": ""}

    def page_of(notebook: str) -> str:
        return exporter.from_notebook_node(nbformat.reads(notebook, 4), resources=names)[0]

    return page_of


def test_the_formgrader_shows_as_typed_what_takes_too_long_to_lay_out(formgrader, monkeypatch):
    costly = ("_cleaned", "Highlight2HTML", "ansi2html", "clean_html")
    outputs = [
        new_output("stream", text="\x1b[31mred\x1b[0m"),
        new_output("display_data", {"text/html": "<b>bold"}),
    ]
    cells = [new_markdown_cell("*text*"), new_code_cell("x = '&'", outputs=outputs)]
    notebook = nbformat.writes(new_notebook(cells=cells))
    assert "<em>text</em>" in formgrader(notebook)
    for name in costly:
        monkeypatch.setattr(page_filters, name, lambda *_, **__: pytest.fail("laid out"))
    page = BeautifulSoup(formgrader(shown_as_typed(notebook)), "html.parser").text
    assert all(text in page for text in ("*text*", "x = '&'", "red", "<b>bold"))


def test_a_notebook_that_takes_too_long_is_marked_for_the_formgrader(course, tmp_path):
    bundle = make_bundle(course, NAME)
    with Grader(bundle, ORDINARY, folder=tmp_path) as grader:
        for slow in (False, True):
            notebook = bundle.student_version
            notebook.cells.append(nbformat.from_dict(SLOW["blanks"] | {"id": "slow"}))
            if not slow:
                notebook.cells[-1].source = "*fine*"
            result = grader.grade("ada", {f"{NAME}.ipynb": nbformat.writes(notebook).encode()})
            assert bool(result.note) == slow
            marked = result.notebook == shown_as_typed(result.notebook)
            assert marked == slow


def test_a_page_that_takes_too_much_even_then_is_told():
    maker = PageMaker(Config(), 1e-6)
    with pytest.raises(CourseError, match=r"There is no page for the student: .*more than 1e-06 s"):
        maker.page(new_notebook(), {})
    maker.close()


def test_a_page_that_is_too_large_is_none(monkeypatch):
    monkeypatch.setattr(page_process, "MAX_PAGE", 3_000_000)
    layout = page_process._layout(CLASSIC, False, lambda _: None)
    outputs = [new_output("stream", text="&" * 1_000_000)]
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)])
    answer = page_process._laid_out(layout, notebook, {})
    assert answer == (page_process.FAILED, "the page would have more than 3 MB")


def test_what_cannot_be_laid_out_is_shown_plain_and_its_cell_is_named(page_of):
    odd = new_output("display_data", {"text/plain": "odd"}, metadata={"filenames": 3})
    odd.data["image/png"] = PICTURE
    page, remark = page_of(outputs=[odd])
    assert "shows text as it was typed: cell double: TypeError" in remark
    assert ATTACHED in page


def test_a_killed_process_is_replaced():
    maker = PageMaker(CLASSIC, 10)
    maker._process.kill()
    maker._process.wait()
    assert "<p>text</p>" in maker.page(new_notebook(cells=[new_markdown_cell("text")]), {})[0]
    process = psutil.Process(maker._process.pid)
    maker.close()
    assert not process.is_running()


def test_the_process_ends_with_the_grader_that_is_killed():
    code = (
        "import time\n"
        "from traitlets.config import Config\n"
        "from cnncourse.grading.plugins.page_maker import PageMaker\n"
        "maker = PageMaker(Config(), 3600)\n"
        "print(maker._process.pid, flush=True)\n"
        "time.sleep(3600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as grader:
        pid = int(grader.stdout.readline())
        grader.kill()
    wait_until(lambda: not is_running(pid))


@pytest.mark.parametrize(
    "text",
    [
        "![curve](attachment:a%20b.png)",
        "![curve](<attachment:a b.png>)",
        "![curve][1]\n\n[1]: attachment:a%20b.png",
        '<img src="attachment:a b.png" width="40">',
    ],
)
def test_pictures_attached_to_a_text_cell_are_in_its_page(page_of, text):
    cell = new_markdown_cell(text, attachments={"a b.png": {"image/png": PICTURE}})
    page, remark = page_of(cell)
    assert ATTACHED in page and not remark


@pytest.mark.parametrize(
    "address",
    [
        "attachment:lost.png",
        "attachment:odd",
        "https://example.org/a.png",
        "//example.org/a.png",
        "file:///etc/passwd",
        "a.png",
        "data:text/html,a",
    ],
)
def test_pictures_that_are_not_in_the_notebook_become_their_text(address):
    cell = {"attachments": {"odd": {"text/html": "<b>"}, "empty": {}}}
    for text in (f"![a <b>curve]({address})", f'<img src="{address}" alt="a curve">'):
        page = clean_markdown({"cell": cell}, text)
        assert "a curve" in page and "<img" not in page and "example" not in page
    assert "A picture that is not in the notebook" in clean_markdown({}, f"![]({address})")


def test_an_attachment_stays_within_its_attribute():
    cell = {"attachments": {"a": {"image/png": "\"' onerror=alert(1) <script>"}}}
    page = BeautifulSoup(clean_markdown({"cell": cell}, "![text](attachment:a)"), "html.parser")
    assert page.img.attrs.keys() == {"src", "alt"} and not page.script


def test_a_page_loads_nothing_and_runs_nothing(page_of):
    elsewhere = new_output("display_data", {"image/png": PICTURE}, metadata={})
    elsewhere.metadata["filenames"] = {"image/png": "https://example.org/a.png"}
    page, _ = page_of(new_markdown_cell("The loss is $-\\log p_y$."), outputs=[elsewhere])
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find_all(["script", "link", "iframe", "object"])
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "The loss is $-\\log p_y$." in soup.text


@pytest.mark.parametrize("view", [{}, "x", {"model_id": ["x"]}, {"model_id": "x"}])
def test_a_widget_is_shown_as_text(page_of, view):
    data = {"application/vnd.jupyter.widget-view+json": view, "text/plain": "IntSlider(value=3)"}
    page, remark = page_of(outputs=[new_output("display_data", data)])
    assert "IntSlider(value=3)" in page and not remark


@pytest.mark.parametrize("mark", ["### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"])
def test_marks_in_an_answer_are_the_students_own_words(page_of, mark):
    page, remark = page_of(answer=f"{mark}\ntext\n{mark}")
    assert page.count(mark) == 2 and not remark
    assert "double(0.5)" not in page


def test_pages_of_a_course_elsewhere_import_nothing_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bleach.py").write_text("raise SystemExit")
    maker = PageMaker(CLASSIC, 10)
    assert "<p>text</p>" in maker.page(new_notebook(cells=[new_markdown_cell("text")]), {})[0]
    maker.close()
