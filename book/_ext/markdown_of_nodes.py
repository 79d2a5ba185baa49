"""What a page shows, as docutils nodes, written in the Markdown that Jupyter shows."""

import re
from functools import singledispatch

from docutils import nodes

SPECIAL = re.compile(r"([\\`*_$<|])")


def escaped(text: str) -> str:
    r"""The text with a backslash before what Markdown would take as markup.

    Examples
    --------
    >>> print(escaped("val_loss"))
    val\_loss
    """
    return SPECIAL.sub(r"\\\1", text)


@singledispatch
def markdown_of(node: nodes.Node) -> str:
    """Write a node as Markdown; of one that has no form of its own, the words.

    Examples
    --------
    >>> markdown_of(nodes.paragraph("", "", nodes.strong("", "Holds."), nodes.Text(" By 3.")))
    '**Holds.** By 3.'
    """
    return escaped(node.astext())


@markdown_of.register(nodes.paragraph)
@markdown_of.register(nodes.inline)
@markdown_of.register(nodes.entry)
def _children_of(node: nodes.Element) -> str:
    return "".join(markdown_of(child) for child in node)


@markdown_of.register
def _emphasis(node: nodes.emphasis) -> str:
    return f"*{_children_of(node)}*"


@markdown_of.register
def _strong(node: nodes.strong) -> str:
    return f"**{_children_of(node)}**"


@markdown_of.register
def _reference(node: nodes.reference) -> str:
    return f"[{_children_of(node)}]({node['refuri']})"


@markdown_of.register
def _footnote(node: nodes.footnote) -> str:
    label, *paragraphs = node
    return f"[{label.astext()}] " + " ".join(markdown_of(paragraph) for paragraph in paragraphs)


@markdown_of.register
def _table(node: nodes.table) -> str:
    return pipe_table([[markdown_of(cell) for cell in row] for row in node.findall(nodes.row)])


def pipe_table(rows: list[list[str]]) -> str:
    """A table of cells in Markdown, whose first row is the head.

    Examples
    --------
    >>> print(pipe_table([["", "loss"], ["SGD", "0.3"]]))
    |  | loss |
    |---|---|
    | SGD | 0.3 |
    """
    head, *body = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])
