"""What the tests of the book share: small Sphinx projects, and the book that `make book` built."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from book_files import HTML, document_names
from bs4 import BeautifulSoup
from chromium import BY_HAND, FLAGS, find
from playwright.sync_api import sync_playwright
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils


@dataclass
class Rendered:
    """A rendered project: its pages by name, and the warnings of the build."""

    pages: dict[str, BeautifulSoup]
    warnings: str


@pytest.fixture
def render(tmp_path):
    """Build a Sphinx project from {file name: text} and return its pages and warnings."""

    def build(files: dict[str, str], extensions: list[str], **config) -> Rendered:
        source, output = tmp_path / "source", tmp_path / "output"
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
            app = Sphinx(
                source, None, output, tmp_path / "doctrees", "html", config, None, warnings
            )
            app.build()
        pages = {path.stem: _parse(path) for path in output.glob("*.html")}
        return Rendered(pages, warnings.getvalue())

    return build


def _parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="session")
def book() -> dict[str, BeautifulSoup]:
    """Every page that _toc.yml names, as built: {document name: page}."""
    if not (HTML / "index.html").is_file():
        pytest.fail("The book is not built: run `make book`.")
    return {name: _parse(HTML / f"{name}.html") for name in document_names()}


@pytest.fixture(scope="module")
def browser():
    """A browser without a window."""
    path = find()
    assert path, BY_HAND
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
