"""The process that lays out students' pages: whatever a page takes, this process can be killed."""

import contextlib
import re
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from jinja2 import DictLoader
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from cnncourse.grading.notebooks.cell_names import name_of
from cnncourse.grading.plugins.page_filters import (
    as_typed,
    clean_markdown,
    highlight_code,
    without_colors,
)
from cnncourse.grading.sandbox.system_calls import die_with_parent

MAX_MEMORY = 2**31
"""Address space of the process, in bytes."""
MAX_PAGE = 64_000_000
"""Characters of a page."""
CELL, PAGE, FAILED = "cell", "page", "failed"
"""What a message to the grader has: the cell that is next, the page, or why there is none."""

# In place of the macro by which each page would load MathJax from a server: what a page may load.
_MATHJAX = """{% macro mathjax(url="") %}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
{% endmacro %}"""
# Of the forms in which an output shows itself, none that needs a script.
_SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex")
_SHOWN_PLAIN = ("image/svg+xml", "image/png", "image/jpeg")
_PLAIN_FILTERS = {
    "markdown2html": as_typed,
    "highlight_code": as_typed,
    "clean_html": as_typed,
    "ansi2html": without_colors,
    "strip_files_prefix": lambda html: html,
}
_WHY_PLAIN = "All text on this page is shown as it was typed, because laying it out takes too much."
_UNDESCRIBED = re.compile(r"<img(?![^>]*\balt=)")
_NO_SCORES = {"notebook": "", "score": 0, "max_score": 0, "late_penalty": 0}


def serve(connection: Connection) -> None:
    """Lay out one page after another until the grader is gone.

    Parameters
    ----------
    connection : Connection
        To the grader. Receives the settings and the seconds of processor time that a page may
        take, and then for each page the notebook, nbgrader's resources, and whether to show text
        as it was typed. Sends pairs of `CELL`, `PAGE` or `FAILED` and a text.
    """
    config, seconds = connection.recv()
    layouts = {plain: _layout(config, plain, connection.send) for plain in (False, True)}
    _warm_up(_layout(config, False, lambda _: None))
    while True:
        notebook, resources, plain = connection.recv()
        # The kernel ends the process then: nothing in it can be too busy to notice.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        if plain:
            _make_plain(notebook)
        answer = _laid_out(layouts[plain], notebook, resources)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send(answer)


class _Layout(HTMLExporter):
    """nbconvert's, with pages that load nothing.

    nbconvert reads the finished page once more to describe its pictures: that takes as long as all
    the rest, and can be done without taking the page apart.
    """

    def __init__(self, send: Callable[[tuple[str, str]], None], **options):
        super().__init__(extra_loaders=[DictLoader({"mathjax.html.j2": _MATHJAX})], **options)
        self._send = send

    def default_filters(self):
        """nbconvert's, and those that make HTML of what a student wrote."""
        yield from super().default_filters()
        yield "markdown2html", clean_markdown
        yield "highlight_code", highlight_code

    def from_notebook_node(self, nb, resources=None, **kw):
        """Lay out a notebook."""
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return _UNDESCRIBED.sub('<img alt="A picture that the notebook made"', page), resources

    def _preprocess(self, nb, resources):
        # The grader has done all that nbconvert does here, with checks and copies in between.
        nb.cells = _Reported(nb.cells)
        nb.cells.send = self._send
        return nb, resources


class _Reported(list):
    """Cells of which the grader is told when it is their turn."""

    send: Callable[[tuple[str, str]], None]

    def __iter__(self) -> Iterator[NotebookNode]:
        for cell in super().__iter__():
            name = name_of(cell)
            self.send((CELL, str(name)))
            yield cell


def _layout(config: Config, plain: bool, send: Callable) -> _Layout:
    shown = _SHOWN_PLAIN if plain else _SHOWN
    priority = [*shown, "text/plain", *(kind for kind in _SHOWN if kind not in shown)]
    config = config.copy()
    config.merge({"NbConvertBase": {"display_data_priority": priority}})
    return _Layout(send, config=config, **({"filters": _PLAIN_FILTERS} if plain else {}))


def _warm_up(layout: _Layout) -> None:
    """Compile what pages need before the time of the first one counts."""
    cells = [new_code_cell("1"), new_markdown_cell("1")]
    with contextlib.suppress(Exception):  # a course may have a template that needs more
        layout.from_notebook_node(new_notebook(cells=cells), {"nbgrader": _NO_SCORES})


def _make_plain(notebook: NotebookNode) -> None:
    """Say what the page is, and leave out wishes on how outputs are to look."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            output["metadata"] = {}
    notebook.cells.insert(0, new_markdown_cell(_WHY_PLAIN))


def _laid_out(layout: _Layout, notebook: NotebookNode, resources: dict) -> tuple[str, str]:
    try:
        page, _ = layout.from_notebook_node(notebook, resources)
    except Exception as error:
        return FAILED, f"{type(error).__name__}: {error}".removesuffix(": ")
    if len(page) > MAX_PAGE:
        return FAILED, f"the page would have more than {MAX_PAGE // 10**6} MB"
    return PAGE, page


if __name__ == "__main__":
    if sys.platform == "linux":
        die_with_parent(signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        serve(Connection(int(sys.argv[1])))
