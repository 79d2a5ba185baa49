"""What the tests of the book share: small Sphinx projects, and the book that `make book` built."""

from functools import partial

import pytest
from book_files import HTML, document_names
from bs4 import BeautifulSoup
from chromium import BY_HAND, FLAGS, find
from playwright.sync_api import sync_playwright
from small_book import parse, render_in


@pytest.fixture
def render(tmp_path):
    """Build a Sphinx project from {file name: text} and return its pages and warnings."""
    return partial(render_in, tmp_path)


@pytest.fixture(scope="session")
def book() -> dict[str, BeautifulSoup]:
    """Every page that _toc.yml names, as built: {document name: page}."""
    if not (HTML / "index.html").is_file():
        pytest.fail("The book is not built: run `make book`.")
    return {name: parse(HTML / f"{name}.html") for name in document_names()}


@pytest.fixture(scope="module")
def browser():
    """A browser without a window."""
    path = find()
    assert path, BY_HAND
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
