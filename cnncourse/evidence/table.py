"""A table of numbers for a page of the book: what a cell shows when it ends in one."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first one the head; cells may hold HTML.

    Examples
    --------
    >>> Table([("Epoch", "Loss"), (1, 0.5)])._repr_html_()
    '...<tr><th>Epoch</th><th>Loss</th></tr><tr><td>1</td><td>0.5</td></tr>...'
    """

    rows: list[Iterable]

    def _repr_html_(self) -> str:
        head, *body = self.rows
        lines = ["".join(f"<th>{cell}</th>" for cell in head)]
        lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in body]
        text = "</tr><tr>".join(lines)
        style = "font-size: 80%; overflow-x: auto"
        return f'<div style="{style}"><table class="table"><tr>{text}</tr></table></div>'
