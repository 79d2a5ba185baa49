"""How text of students becomes HTML: nothing in it runs, and nothing is loaded from elsewhere."""

import html
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from urllib.parse import unquote

import nbformat
from bleach import ALLOWED_PROTOCOLS, ALLOWED_TAGS, Cleaner
from bleach.html5lib_shim import Filter
from jinja2 import pass_context
from mistune import HTMLRenderer
from nbconvert.filters import Highlight2HTML, ansi2html, clean_html, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_AS_TYPED = "cnncourse_as_typed"

_TAGS = ALLOWED_TAGS | {
    *("br", "del", "div", "hr", "img", "p", "pre", "span", "sub", "sup"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
_ATTRIBUTES = {"*": ["id", "class"], "a": ["href", "title"], "img": ["src", "alt", "title"]}
_ATTACHED, _EMBEDDED = "attachment:", "data:image/"
_PROTOCOLS = ALLOWED_PROTOCOLS | {"data", "attachment"}
_SRC, _ALT = (None, "src"), (None, "alt")
_UNDESCRIBED = "A picture that is not in the notebook"

# Most of a notebook is given, and so the same in every page of a class. What is longer may be one
# student's alone, and would stay in memory for all the others.
_same_for_all = lru_cache(maxsize=500)
_LONGEST_KEPT = 20_000


@pass_context
def clean_markdown(context: Mapping, source: str) -> str:
    """Markdown as HTML without scripts, handlers and frames; nbgrader's template takes it as it is.

    Of pictures, those that are in the notebook are shown: embedded in the text, or attached to its
    cell. Any other becomes its alternative text, and mathematics stays as it was typed: to show
    them, whoever opens the page would have to load them from somewhere.

    Parameters
    ----------
    context : mapping
        What Jinja knows where the text is: its `cell` has the attachments, its `nb` the notebook.
    source : str

    Examples
    --------
    >>> clean_markdown({}, "*fine* <script>steal()</script>")
    '<p><em>fine</em> &lt;script&gt;steal()&lt;/script&gt;</p>...'
    >>> clean_markdown({}, "![my curve](https://example.org/curve.png)")
    '<p>my curve</p>...'
    """
    if _is_as_typed(context):
        return as_typed(source)
    attachments = context.get("cell", {}).get("attachments")
    if attachments or len(source) > _LONGEST_KEPT:
        return _cleaned(source, attachments or {})
    return _cleaned_once(source)


@pass_context
def highlight_code(
    context: Mapping, source: str, language: str | None = None, metadata=None
) -> str:
    """Code as HTML with colors; nbconvert's own way, but once for a whole class.

    Examples
    --------
    >>> "<span" in highlight_code({}, "x = 1")
    True
    """
    if _is_as_typed(context):
        return as_typed(source)
    if len(source) > _LONGEST_KEPT:
        return Highlight2HTML()(source, language)
    return _highlighted_once(source, language)


@pass_context
def color_output(context: Mapping, text: str) -> str:
    r"""What a cell printed as HTML, in its colors; nbconvert's own way.

    Examples
    --------
    >>> "ansi-red" in color_output({}, "\x1b[31mno\x1b[0m")
    True
    """
    return without_colors(text) if _is_as_typed(context) else ansi2html(text)


@pass_context
def clean_output(context: Mapping, text: str | bytes) -> str:
    """HTML that a cell put out, without scripts; nbconvert's own way.

    Examples
    --------
    >>> clean_output({}, "<b>fine</b>")
    '<b>fine</b>'
    """
    return as_typed(text) if _is_as_typed(context) else clean_html(text)


def shown_as_typed(notebook: str) -> str:
    """A notebook with the mark by which all pages of it show text as it was typed.

    To lay it out takes too much. The page for the student is made with a limit, but the formgrader
    lays notebooks out where it serves all of them.

    Parameters
    ----------
    notebook : str
        As JSON.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> cell = new_markdown_cell("*fine*")
    >>> marked = shown_as_typed(nbformat.writes(new_notebook(cells=[cell])))
    >>> clean_markdown({"nb": nbformat.reads(marked, 4), "cell": cell}, cell.source)
    '<pre>*fine*</pre>'
    """
    marked = nbformat.reads(notebook, nbformat.NO_CONVERT)
    marked.metadata[_AS_TYPED] = True
    return nbformat.writes(marked)


def _is_as_typed(context: Mapping) -> bool:
    return bool(context.get("nb", {}).get("metadata", {}).get(_AS_TYPED))


def as_typed(source: str | bytes, **_) -> str:
    """Text or code as HTML that looks as it was typed; in linear time, whatever it is.

    Examples
    --------
    >>> as_typed("a  <b>")
    '<pre>a  &lt;b&gt;</pre>'
    """
    text = source.decode(errors="replace") if isinstance(source, bytes) else source
    return f"<pre>{html.escape(text)}</pre>"


def without_colors(text: str) -> str:
    r"""What a cell printed as HTML, without its colors; in linear time, whatever it is.

    Examples
    --------
    >>> without_colors("\x1b[31m<no>\x1b[0m")
    '&lt;no&gt;'
    """
    return html.escape(strip_ansi(text))


@_same_for_all
def _cleaned_once(source: str) -> str:
    return _cleaned(source, {})


@_same_for_all
def _highlighted_once(source: str, language: str | None) -> str:
    return Highlight2HTML()(source, language)


def _cleaned(source: str, attachments: Mapping) -> str:
    renderer = _PicturesAsTheyAre(escape=False)
    pictures = partial(_PicturesInTheNotebook, attachments=attachments)
    cleaner = Cleaner(_TAGS, _ATTRIBUTES, _PROTOCOLS, filters=[pictures])
    return cleaner.clean(MarkdownWithMath(renderer=renderer).render(source))


class _PicturesAsTheyAre(IPythonRenderer):
    """nbconvert's, which refuses a whole notebook where one attachment is missing."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return HTMLRenderer.image(self, text, url, title)


class _PicturesInTheNotebook(Filter):
    """Puts attached pictures where cleaned HTML names them, and text in place of all others."""

    def __init__(self, source, attachments: Mapping):
        super().__init__(source)
        self._attachments = attachments

    def __iter__(self) -> Iterator[dict]:
        for token in super().__iter__():
            if token.get("name") != "img":
                yield token
                continue
            # Bleach leaves attributes as they were written.
            source = self._embedded(html.unescape(token["data"].get(_SRC, "")))
            if source:
                token["data"][_SRC] = source
                yield token
            else:
                text = html.unescape(token["data"].get(_ALT, "")) or _UNDESCRIBED
                yield {"type": "Characters", "data": text}

    def _embedded(self, source: str) -> str:
        """The picture itself; empty if it is not in the notebook."""
        if source.startswith(_ATTACHED):
            name = source.removeprefix(_ATTACHED)
            source = _picture(self._attachments.get(name) or self._attachments.get(unquote(name)))
        return source if source.startswith(_EMBEDDED) else ""


def _picture(bundle: Mapping[str, str] | None) -> str:
    """An attachment as a `data:` address: of its forms the first that is a picture."""
    kinds = [kind for kind in bundle or () if kind.startswith("image/")]
    return f"data:{kinds[0]};base64,{bundle[kinds[0]]}" if kinds else ""
