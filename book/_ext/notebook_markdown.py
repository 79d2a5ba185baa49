"""What MyST alone can read in a page's Markdown, in words and pictures that Jupyter shows, too.

MyST-NB leaves the text of a page's notebook as its author wrote it: with roles and directives,
which Jupyter shows as they stand. Here the page's own numbers, tables, figures and references take
their places. A role or a directive that is not known here is a warning, which fails the build.
"""

import html
import posixpath
import re
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import en
from evidence_directives import raw_directive
from markdown_it.renderer import RendererHTML
from markdown_of_nodes import escaped, markdown_of, pipe_table
from myst_parser.parsers.directives import DirectiveParsingResult, parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util import logging
from sphinx.util.nodes import split_explicit_title

LOGGER = logging.getLogger(__name__)
FENCES = ("fence", "colon_fence")
DIRECTIVE = re.compile(r"\{(?P<name>[^}\s]+)\}\s*(?P<first_line>.*)")
# What can stand in a line, the first that fits: something escaped, a role, code, a link to a page.
IN_LINE = re.compile(
    r"""
    \\. |
    \{(?P<role>[\w:+-]+)\}(?P<ticks>`+)(?P<text>(?:(?!\n\s*\n).)+?)(?P=ticks) |
    (?P<code>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=code)(?!`) |
    \]\((?P<page>[^)\s#]+)\.md(?:\#[^)\s]*)?\)
    """,
    re.VERBOSE | re.DOTALL,
)
DEFINITION = re.compile(r"^(?P<term>\S.*)\n: +", re.MULTILINE)
ROW = re.compile(r"^[*-] (?=[*-] )", re.MULTILINE)
CELL = re.compile(r"^ {0,2}[*-] ", re.MULTILINE)


class NotebookMarkdown:
    """Rewrites the text cells of one page's notebook, from its first cell to its last.

    Parameters
    ----------
    env
        Sphinx's environment.
    name
        The page's name.
    doctree
        The page as it is shown.
    notebook
        The executed notebook.
    """

    def __init__(self, env, name: str, doctree, notebook):
        self.env, self.name = env, name
        self.parser = create_md_parser(env.myst_config, RendererHTML)
        self.shown = {node.rawsource: node for node in doctree.findall(nodes.Element)}
        notes = list(doctree.findall(nodes.footnote))
        self.bibliographies = (list(of_one) for _, of_one in groupby(notes, attrgetter("parent")))
        self.numbers = {name: note[0].astext() for note in notes for name in note["names"]}
        self.glued = _glued(notebook)
        self.pictures: dict[str, dict] = {}

    def rewrite_cell(self, cell) -> None:
        """Put the rewritten text into a cell, and beside it the pictures that it shows."""
        self.pictures = {}
        cell.source = self.rewrite(cell.source)
        if self.pictures:
            cell.attachments = self.pictures

    def rewrite(self, text: str) -> str:
        """Rewrite what MyST alone knows; code stays as it is."""
        lines = text.split("\n")
        parts, done = [], 0
        for token in self.parser.parse(text):
            if token.type not in (*FENCES, "code_block"):
                continue
            start, end = token.map
            parts += self._prose(lines[done:start])
            parts += self._block(token, lines[start:end])
            done = end
        return "\n".join([*parts, *self._prose(lines[done:])])

    def _prose(self, lines: list[str]) -> list[str]:
        text = DEFINITION.sub(r"- **\g<term>**: ", "\n".join(lines))
        return [IN_LINE.sub(self._in_line, text)] if lines else []

    def _in_line(self, match: re.Match) -> str:
        if match["page"]:
            target = posixpath.join(posixpath.dirname(self.name), match["page"])
            is_notebook = Path(self.env.mystnb_config.output_folder, f"{target}.ipynb").is_file()
            return f"]({match['page']}.ipynb)" if is_notebook else match[0]
        if not match["role"]:
            return match[0]
        if match["role"] not in ROLES:
            return self._unknown(f"The role {{{match['role']}}}", match[0])
        return ROLES[match["role"]](self, re.sub(r"\s*\n\s*", " ", match["text"]))

    def _block(self, token, lines: list[str]) -> list[str]:
        """A block of code as it is; what stands for a directive, as far in as the directive."""
        found = token.type in FENCES and DIRECTIVE.fullmatch(token.info.strip())
        if not found:
            return lines
        if found["name"] not in DIRECTIVES:
            return [self._unknown(f"The directive {{{found['name']}}}", "\n".join(lines))]
        kind, _ = directives.directive(found["name"], en, None)
        parsed = parse_directive_text(kind, found["first_line"], token.content)
        text = DIRECTIVES[found["name"]](self, found["name"], parsed)
        before = lines[0][: lines[0].index(token.markup)]
        return [_put_before(before, re.sub(r"[^\s>]", " ", before), text)]

    def _unknown(self, what: str, raw: str) -> str:
        self._warn(
            f"{what} has no form in the page's notebook: write it in plain Markdown, or add it to "
            "book/_ext/notebook_markdown.py."
        )
        return raw

    def _warn(self, message: str) -> None:
        LOGGER.warning(message, location=self.name, type="notebook_markdown")

    # Roles.

    def _evidence(self, text: str) -> str:
        return escaped(self._shown(f":evidence:`{text}`").astext())

    def _cited(self, text: str) -> str:
        return f"[{', '.join(self._number(key) for key in _keys(text))}]"

    def _cited_by_name(self, text: str) -> str:
        entries = self.env.get_domain("cite").bibdata.data.entries
        style = self.env.get_domain("footcite").reference_style
        template = style.person.author_or_editor_or_title(full=False)
        names = [
            template.format_data({"entry": entries[key], "style": style}) if key in entries else key
            for key in _keys(text)
        ]
        return ", ".join(
            f"{name} [{self._number(key)}]" for name, key in zip(names, _keys(text), strict=True)
        )

    def _number(self, key: str) -> str:
        return self.numbers.get(nodes.make_id(f"footcite-{key}"), "?")

    def _download(self, text: str) -> str:
        _, title, target = split_explicit_title(text)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), target))
        return f"{title} (`{path}`)"

    def _glue(self, text: str) -> str:
        return self.glued.get(text, "?")

    # Directives.

    def _admonition(self, name: str, parsed: DirectiveParsingResult) -> str:
        title, body = (self.rewrite(text) for text in (parsed.arguments[0], _text(parsed)))
        if "dropdown" in parsed.options.get("class", []):
            return f"<details><summary>{html.escape(title)}</summary>\n\n{body}\n\n</details>"
        return _put_before("> ", "> ", f"**{title}**\n\n{body}")

    def _tabs(self, name: str, parsed: DirectiveParsingResult) -> str:
        return self.rewrite(_text(parsed)).rstrip()

    def _tab(self, name: str, parsed: DirectiveParsingResult) -> str:
        return self.rewrite(f"**{parsed.arguments[0]}**\n\n{_text(parsed)}\n")

    def _list_table(self, name: str, parsed: DirectiveParsingResult) -> str:
        rows = ROW.split(self.rewrite(_text(parsed)))[1:]
        cells = [CELL.split(row)[1:] for row in rows]
        return pipe_table([[_in_one_line(cell) for cell in row] for row in cells])

    def _bibliography(self, name: str, parsed: DirectiveParsingResult) -> str:
        return "\n\n".join(markdown_of(note) for note in next(self.bibliographies, []))

    def _evidence_block(self, name: str, parsed: DirectiveParsingResult) -> str:
        raw = raw_directive(name, parsed.arguments, parsed.options, parsed.body)
        return markdown_of(self._shown(raw))

    def _evidence_plot(self, name: str, parsed: DirectiveParsingResult) -> str:
        raw = raw_directive(name, parsed.arguments, parsed.options, parsed.body)
        parts = [self._picture(image) for image in self._shown(raw).findall(nodes.image)]
        return "\n\n".join([*parts, self.rewrite(_text(parsed))])

    def _picture(self, image: nodes.image) -> str:
        kind, _, content = image["uri"].removeprefix("data:").partition(";base64,")
        file = f"figure-{len(self.pictures) + 1}.png"
        self.pictures[file] = {kind: content}
        return f"![{escaped(image['alt'])}](attachment:{file})"

    def _shown(self, raw: str) -> nodes.Element:
        """What the page shows in the place of a role or a directive."""
        if raw not in self.shown:
            self._warn(f"{raw} is not on the page, so it is missing in its notebook, too.")
        return self.shown.get(raw, nodes.inline())


def _text(parsed: DirectiveParsingResult) -> str:
    return "\n".join(parsed.body)


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",")]


def _put_before(first: str, others: str, text: str) -> str:
    """Begin the first line and the others with something, as lists and quotations need it."""
    lines = [first + text.split("\n")[0], *(others + line for line in text.split("\n")[1:])]
    return "\n".join(line.rstrip() for line in lines)


def _in_one_line(cell: str) -> str:
    return "<br>".join(" ".join(part.split()) for part in cell.strip().split("\n\n"))


def _glued(notebook) -> dict[str, str]:
    """The words that code cells have glued to a name."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    of_glue = [output for output in outputs if "scrapbook" in output.get("metadata", {})]
    named = [(output.metadata.scrapbook, output.data) for output in of_glue]
    return {glued.name: data[f"{glued.mime_prefix}text/plain"] for glued, data in named}


ROLES = {
    "evidence": NotebookMarkdown._evidence,
    "footcite:p": NotebookMarkdown._cited,
    "footcite:t": NotebookMarkdown._cited_by_name,
    "download": NotebookMarkdown._download,
    "glue:": NotebookMarkdown._glue,
}
DIRECTIVES = {
    "admonition": NotebookMarkdown._admonition,
    "tab-set": NotebookMarkdown._tabs,
    "tab-item": NotebookMarkdown._tab,
    "list-table": NotebookMarkdown._list_table,
    "footbibliography": NotebookMarkdown._bibliography,
    "evidence-verdict": NotebookMarkdown._evidence_block,
    "evidence-table": NotebookMarkdown._evidence_block,
    "evidence-plot": NotebookMarkdown._evidence_plot,
}
