"""Builds a small Sphinx project, as a page of the book is built, for one test or for several."""

import io
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils


@dataclass
class Rendered:
    """A rendered project: its pages by name, and the warnings of the build."""

    pages: dict[str, BeautifulSoup]
    warnings: str


def render_in(folder: Path, files: dict[str, str], extensions: list[str], **config) -> Rendered:
    """Build a Sphinx project from {file name: text} in a folder."""
    source, output = folder / "source", folder / "output"
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    warnings = io.StringIO()
    config = {
        "extensions": ["myst_nb", *extensions],
        "nb_execution_mode": "off",
        "myst_enable_extensions": ["colon_fence"],
        "html_theme": "basic",
        "nitpicky": True,
        **config,
    }
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(source, None, output, folder / "doctrees", "html", config, None, warnings)
        app.build()
    pages = {path.stem: parse(path) for path in output.glob("*.html")}
    return Rendered(pages, warnings.getvalue())


def parse(path: Path) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
