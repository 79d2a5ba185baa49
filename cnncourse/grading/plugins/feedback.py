"""The pages that students get: without hidden tests, and without code that a browser would run."""

import re

from nbconvert.exporters import Exporter
from nbconvert.filters import strip_ansi
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests
from traitlets import Float, default
from traitlets.config import Config

from cnncourse.grading.plugins.page_maker import PageMaker


class HideTests(ClearHiddenTests):
    """Remove hidden tests from the source and from the tracebacks of test cells.

    What a student wrote stays as it is: the marks of hidden tests, in an answer, hide nothing.

    A traceback quotes the lines around the one that failed. The frames of the test cell itself
    are left out; the frames of the student's own cells and the message stay.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Clear one cell."""
        if not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            own = re.compile(rf"(Cell|Input) In ?\[{cell.execution_count}\]")
            for output in cell.outputs:
                if output.output_type == "error":
                    frames = output.traceback
                    output.traceback = [f for f in frames if not own.match(strip_ansi(f))]
        return cell, resources


class PageExporter(Exporter):
    """The notebook as the page that a student gets back, made in a process of its own.

    The preprocessors run here, where the gradebook is. What a page takes after that depends on
    what the student wrote and printed: it has a limit, and beyond it the page shows plain text.
    """

    output_mimetype = "text/html"
    seconds = Float(
        10.0, help="Processor time that a page may take; beyond it, it shows text as it was typed."
    ).tag(config=True)

    def __init__(self, config=None, **kw):
        super().__init__(config=config, **kw)
        sections = {name: self.config[name] for name in _SECTIONS if name in self.config}
        self._maker = PageMaker(Config(sections), self.seconds)
        self.remark = ""

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kw):
        """Convert a notebook; `remark` says then why its page is a plain one, if it is."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        page, self.remark = self._maker.page(nb, dict(resources))
        if self.remark:
            self.log.warning(self.remark)
        return page, resources

    def close(self) -> None:
        """End the process that makes pages."""
        self._maker.close()


# The settings that say what a page looks like.
_SECTIONS = ("Exporter", "TemplateExporter", "HTMLExporter", "NbConvertBase", "Highlight2HTML")
