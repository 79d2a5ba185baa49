"""How text of students becomes HTML: nothing in it runs, and nothing is loaded from elsewhere."""

import html
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from urllib.parse import unquote

from bleach import ALLOWED_PROTOCOLS, ALLOWED_TAGS, Cleaner
from bleach.html5lib_shim import Filter
from jinja2 import pass_context
from mistune import HTMLRenderer
from nbconvert.filters import Highlight2HTML, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

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
        What Jinja knows where the text is: its `cell` has the attachments.
    source : str

    Examples
    --------
    >>> clean_markdown({}, "*fine* <script>steal()</script>")
    '<p><em>fine</em> &lt;script&gt;steal()&lt;/script&gt;</p>...'
    >>> clean_markdown({}, "![my curve](https://example.org/curve.png)")
    '<p>my curve</p>...'
    """
    attachments = context.get("cell", {}).get("attachments")
    if attachments or len(source) > _LONGEST_KEPT:
        return _cleaned(source, attachments or {})
    return _cleaned_once(source)


def highlight_code(source: str, language: str | None = None, metadata=None) -> str:
    """Code as HTML with colors; nbconvert's own way, but once for a whole class.

    Examples
    --------
    >>> "<span" in highlight_code("x = 1")
    True
    """
    if len(source) > _LONGEST_KEPT:
        return Highlight2HTML()(source, language)
    return _highlighted_once(source, language)


def as_typed(source: str, **_) -> str:
    """Text or code as HTML that looks as it was typed; in linear time, whatever it is.

    Examples
    --------
    >>> as_typed("a  <b>")
    '<pre>a  &lt;b&gt;</pre>'
    """
    return f"<pre>{html.escape(source)}</pre>"


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
