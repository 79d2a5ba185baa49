"""The built book, page by page: complete, readable offline, described in words, downloadable."""

import re
from urllib.parse import urlsplit

import nbformat
import pytest
from book_files import HTML, ROOT, document_names

LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
EXECUTED = ROOT / "_build" / "jupyter_execute"
MYST = re.compile(r"\{[\w:+-]+\}`[^`]|^[ >]*(`{3,}|:{3,})\{", re.MULTILINE)
CSS_ADDRESS = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")


@pytest.mark.parametrize("name", document_names())
def test_page_has_a_title_and_its_entry_in_the_contents(book, name):
    assert book[name].select_one("h1").text.strip()
    contents = book[document_names()[0]].select(".bd-sidebar-primary a.reference")
    assert any(
        link["href"].split("/")[-1] in ("#", name.split("/")[-1] + ".html") for link in contents
    )


@pytest.mark.parametrize("name", document_names())
def test_page_loads_nothing_from_elsewhere(book, name):
    addresses = [
        element[attribute]
        for tag, attribute in LOADED.items()
        for element in book[name].find_all(tag, **{attribute: True})
    ]
    assert addresses
    assert [address for address in addresses if urlsplit(address).netloc] == []
    for address in addresses:
        path = urlsplit(address).path
        if path and not address.startswith("data:"):
            assert (HTML / name).parent.joinpath(path).exists(), f"{path} is missing"


def test_style_sheets_load_nothing_from_elsewhere(book):
    sheets = list(HTML.rglob("*.css"))
    assert any(sheet.name == "style.css" for sheet in sheets)
    assert {
        str(sheet): found for sheet in sheets if (found := CSS_ADDRESS.findall(sheet.read_text()))
    } == {}


@pytest.mark.parametrize("name", document_names())
def test_every_image_is_described(book, name):
    for image in book[name].select("article img"):
        # Sphinx puts the file's address where an author wrote no alt text.
        assert image.get("alt", "").strip() not in ("", image["src"]), image["src"]


@pytest.mark.parametrize("name", document_names())
def test_notebook_of_the_page_can_be_downloaded_with_its_outputs(book, name):
    executed = EXECUTED / f"{name}.ipynb"
    if not executed.is_file():  # a page of prose alone
        assert book[name].select(".cell") == []
        return
    links = [link["href"] for link in book[name].select("a.btn-download-notebook-button")]
    assert len(links) == 1
    downloaded = nbformat.read((HTML / name).parent / links[0], as_version=4)
    assert downloaded == nbformat.read(executed, as_version=4)
    code_cells = [cell for cell in downloaded.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code_cells)
    assert any(cell.outputs for cell in code_cells)
    texts = [cell.source for cell in downloaded.cells if cell.cell_type == "markdown"]
    assert [text for text in texts if MYST.search(text)] == []


SECTIONS_OF_THE_OLD_CHAPTER = (
    "the-idea-fail-measure-adjust",
    "why-a-loss-when-accuracy-is-what-you-want",
    "the-loss-is-a-height-the-optimizer-a-hiker",
    "loss-functions",
    "which-loss-for-which-task",
    "logits-not-probabilities",
    "optimizers",
    "one-training-step-in-full",
    "both-frameworks-one-curve",
    "the-measurement-which-one-is-faster-which-one-oscillates",
    "first-how-much-does-the-learning-rate-decide",
    "then-the-optimizers-at-their-best-on-fresh-seeds",
    "when-a-run-goes-wrong",
    "the-loss-goes-to-ln-10-and-stays-there",
    "the-loss-becomes-infinite-or-nan",
    "the-gradient-norm-spikes-clip-it",
    "the-loss-stops-falling-too-early-softmax-twice",
    "old-gradients-in-the-new-step-a-forgotten-zero-grad",
    "the-labels-belong-to-other-images",
    "a-field-guide",
    "fine-tuning-adam-or-sgd-with-momentum",
)


def test_links_into_the_chapter_that_was_split_still_lead_to_a_page(book):
    page = book["book/losses/losses_and_optimizers"]
    for section in SECTIONS_OF_THE_OLD_CHAPTER:
        [row] = page.select(f"tr:has(#{section})")
        [link] = row.select("a.reference.internal")
        assert HTML.joinpath("book", "losses", link["href"]).resolve().is_file(), section
