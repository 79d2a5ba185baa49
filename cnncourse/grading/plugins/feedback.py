"""The pages that students get: without hidden tests, and without code that a browser would run."""

import re
from functools import lru_cache

import bleach
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML, markdown2html, strip_ansi
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests


class HideTests(ClearHiddenTests):
    """Remove hidden tests from the source and from the tracebacks of test cells.

    A traceback quotes the lines around the one that failed. The frames of the test cell itself
    are left out; the frames of the student's own cells and the message stay.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Clear one cell."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code" and utils.is_grade(cell):
            own = re.compile(rf"(Cell|Input) In ?\[{cell.execution_count}\]")
            for output in cell.outputs:
                if output.output_type == "error":
                    frames = output.traceback
                    output.traceback = [f for f in frames if not own.match(strip_ansi(f))]
        return cell, resources


_TAGS = bleach.ALLOWED_TAGS | {
    *("br", "del", "div", "hr", "img", "p", "pre", "span", "sub", "sup"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
_ATTRIBUTES = {"*": ["id", "class"], "a": ["href", "title"], "img": ["src", "alt", "title"]}
_PROTOCOLS = bleach.ALLOWED_PROTOCOLS | {"data"}


# Most of a notebook is given, and so the same in every page of a class.
_same_for_all = lru_cache(maxsize=500)


@_same_for_all
def clean_markdown(source: str) -> str:
    """Markdown as HTML without scripts, handlers and frames; nbgrader's template takes it as it is.

    Examples
    --------
    >>> clean_markdown("*fine* <script>steal()</script>")
    '<p><em>fine</em> &lt;script&gt;steal()&lt;/script&gt;</p>...'
    """
    return bleach.clean(markdown2html(source), _TAGS, _ATTRIBUTES, _PROTOCOLS)


def highlight_code(source: str, language: str | None = None, metadata=None) -> str:
    """Code as HTML with colors; nbconvert's own way, but once for a whole class.

    Examples
    --------
    >>> "<span" in highlight_code("x = 1")
    True
    """
    return _highlighted(source, language)


@_same_for_all
def _highlighted(source: str, language: str | None) -> str:
    return Highlight2HTML()(source, language)


class PageExporter(HTMLExporter):
    """nbconvert's, which reads the finished page once more to describe its pictures.

    That takes as long as all the rest, and can be done without taking the page apart.
    """

    def from_notebook_node(self, nb, resources=None, **kw):
        """Convert a notebook."""
        resources = self._init_resources(resources)
        widgets = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("filter_data_type", widgets)
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return _UNDESCRIBED.sub('<img alt="A picture that the notebook made"', page), resources


_UNDESCRIBED = re.compile(r"<img(?![^>]*\balt=)")
