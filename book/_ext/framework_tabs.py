"""Sphinx extension: neighboring `pytorch` and `tensorflow` cells become one synced tab pair.

A chapter holds plain top-level code cells, each tagged `pytorch` or `tensorflow`, so Jupyter,
jupytext and nbval see an ordinary notebook. In the rendered book, cells that follow each other
without text in between are put side by side: consecutive cells of one framework and then
consecutive cells of the other form one pair. PyTorch is always the left tab. All pairs of the book
are synced: sphinx-design keeps the reader's choice in the browser, and `?framework=tensorflow` in
an address selects it. A tagged cell without its twin is a warning.
"""

from itertools import groupby
from operator import itemgetter

from docutils import nodes
from sphinx.util import logging
from sphinx_design.shared import create_component

FRAMEWORKS = {"pytorch": "PyTorch", "tensorflow": "TensorFlow"}
SYNC_GROUP = "framework"

logger = logging.getLogger(__name__)


def pair_cells(app, doctree):
    """Replace every pair of framework runs in the page by a tab set."""
    cells = [node for node in doctree.findall(nodes.container) if _framework(node)]
    parents = {id(cell.parent): cell.parent for cell in cells}
    for parent in parents.values():
        for neighbors in _neighbors(parent):
            _pair_runs(_runs(neighbors))


def _framework(node) -> str | None:
    """Name the framework of a code cell, or None for everything else."""
    if not isinstance(node, nodes.container) or node.get("nb_element") != "cell_code":
        return None
    named = [name for name in FRAMEWORKS if f"tag_{name}" in node["classes"]]
    if len(named) > 1:
        _warn("A cell is tagged with both frameworks: give it one of the two tags.", node)
    return named[0] if len(named) == 1 else None


def _neighbors(parent) -> list[list]:
    """Split a parent's children into lists of tagged cells with nothing visible in between."""
    visible = [node for node in parent if not isinstance(node, nodes.Invisible)]
    named = [(_framework(node), node) for node in visible]
    return [
        list(group) for is_tagged, group in groupby(named, lambda pair: bool(pair[0])) if is_tagged
    ]


def _runs(neighbors) -> list[tuple[str, list]]:
    """Group neighbors into runs of one framework: [(framework, cells), ...]."""
    return [
        (name, [node for _, node in group]) for name, group in groupby(neighbors, itemgetter(0))
    ]


def _pair_runs(runs) -> None:
    """Turn runs, two at a time, into tab sets; warn of the one that is left over."""
    for first, second in zip(runs[::2], runs[1::2], strict=False):
        _replace(dict([first, second]))
    if len(runs) % 2:
        name, cells = runs[-1]
        twin = next(other for other in FRAMEWORKS if other != name)
        _warn(
            f"A cell tagged '{name}' has no twin: put a cell tagged '{twin}' next to it, with no "
            "text in between.",
            cells[0],
        )


def _replace(pair: dict[str, list]) -> None:
    """Put a tab set where the pair's first cell was and move all of its cells into it."""
    cells = min(pair.values(), key=lambda cells: cells[0].parent.index(cells[0]))
    tab_set = create_component("tab-set", classes=["sd-tab-set", "framework-tabs"])
    tab_set.source, tab_set.line = cells[0].source, cells[0].line
    cells[0].parent.insert(cells[0].parent.index(cells[0]), tab_set)
    for name in FRAMEWORKS:
        for cell in pair[name]:
            cell.parent.remove(cell)
        tab_set += _tab_item(name, pair[name])


def _tab_item(name: str, cells: list):
    """Build the component that sphinx-design's own `tab-item` directive builds."""
    title = FRAMEWORKS[name]
    label = nodes.rubric(title, title, classes=["sd-tab-label", f"framework-{name}"])
    label["sync_group"], label["sync_id"] = SYNC_GROUP, name
    content = create_component("tab-content", classes=["sd-tab-content"], children=cells)
    return create_component("tab-item", classes=["sd-tab-item"], children=[label, content])


def _warn(message: str, node) -> None:
    logger.warning(message, location=node, type="framework_tabs")


def setup(app):
    """Register the extension with Sphinx."""
    app.setup_extension("sphinx_design")
    app.connect("doctree-read", pair_cells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
