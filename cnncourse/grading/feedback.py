"""Keep hidden tests, and code that a browser would run, out of the pages that students get."""

import re

import bleach
from nbconvert.filters import markdown2html, strip_ansi
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


def clean_markdown(source: str) -> str:
    """Markdown as HTML without scripts, handlers and frames; nbgrader's template takes it as it is.

    Examples
    --------
    >>> clean_markdown("*fine* <script>steal()</script>")
    '<p><em>fine</em> &lt;script&gt;steal()&lt;/script&gt;</p>...'
    """
    return bleach.clean(markdown2html(source), _TAGS, _ATTRIBUTES, _PROTOCOLS)
