"""A page on paper, where everything has to be open, and on a phone, where nothing may stick out."""

import pytest
from book_files import HEAD, ROOT
from small_book import render_in

WORD = "ImageDataGenerator" * 4
ADDRESS = f"https://www.example.org/{'hlb-convolutional-' * 4}.html"
NAMES = ("Slurm", "Kubernetes", "Hub")
ITEMS = "".join(f"```{{tab-item}} {name}\nText of {name}.\n```\n" for name in NAMES)
TABS = f"````{{tab-set}}\n{ITEMS}````\n"
FOLDED = ":::{admonition} Answers\n:class: dropdown\nA folded answer.\n\n| a |\n|---|\n| b |\n:::\n"
CELL = "```{code-cell} ipython3\n:tags: [%s]\n\n%s = 1\n```\n\n"
PAPER = "\n".join(
    (
        TABS,
        FOLDED,
        CELL % ("hide-input", "hidden_input"),
        CELL % ("pytorch", "torch_code"),
        CELL % ("tensorflow", "keras_code"),
        CELL % ("", "long_line = 'begin' + " + "'x' + " * 60 + "'end'"),
    )
)
PHONE = {
    "heading": f"## Take over an old {WORD}",
    "reference": "Seen before {footcite:p}`blog`.\n\n```{footbibliography}\n```",
    "address": f"See [{ADDRESS}]({ADDRESS}).",
    "list": f"- {WORD}\n- `{WORD}`",
    "box": f":::{{admonition}} {WORD}\n{WORD}\n:::",
    "definition": f"{WORD}\n: {ADDRESS}",
    "quotation": f"> {WORD}",
    "table": f"| {WORD} | b |\n|---|---|\n| `{WORD}` | {ADDRESS} |",
    "many columns": "\n".join("|" + cell * 30 for cell in (" word |", "---|", " 12345 |")),
    "code": f"```python\n{WORD} = '{WORD}'\n```",
    "formula": "$$\n" + " + ".join(f"x_{{{n}}}" for n in range(40)) + "\n$$",
    "tabs": TABS.replace("Slurm", WORD),
    "figure": f":::{{figure}} wide.svg\n:alt: wide\n{WORD}\n:::",
}
BIB = f"@misc{{blog, author = {{A. B.}}, title = {{T}}, url = {{{ADDRESS}}}}}"
WIDE = '<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="20"></svg>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A book of two pages, one to be printed and one for phones, with the theme of the book."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "source").mkdir()
    phone = "\n\n".join(PHONE.values())
    rendered = render_in(
        folder,
        {
            "index.md": f"{HEAD}{PAPER}\n```{{toctree}}\nphone\n```\n",
            "phone.md": f"# {WORD}\n\n{phone}\n",
            "wide.svg": WIDE,
            "references.bib": BIB,
        },
        [
            "sphinx_togglebutton",
            "sphinx_design",
            "sphinx_book_theme",
            "sphinxcontrib.bibtex",
            "sphinx.ext.mathjax",
            "sphinx-mathjax-offline",
            "framework_tabs",
        ],
        html_theme="sphinx_book_theme",
        html_static_path=[str(ROOT / "book" / "_static")],
        html_css_files=["style.css"],
        bibtex_bibfiles=["references.bib"],
        myst_enable_extensions=["colon_fence", "deflist", "dollarmath"],
        myst_footnote_transition=False,
        suppress_warnings=["myst.footnote"],
    )
    assert rendered.warnings == ""
    return folder / "output"


def opened(browser, folder, name: str, **options):
    page = browser.new_page(**options)
    page.set_default_timeout(300_000)  # milliseconds
    page.goto((folder / f"{name}.html").as_uri())
    return page


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no scripts"])
def paper(browser, folder, request):
    page = opened(browser, folder, "index", java_script_enabled=request.param)
    page.emulate_media(media="print")
    yield page
    page.close()


def top_of(page, text: str) -> float:
    return page.get_by_text(text, exact=True).last.bounding_box()["y"]


def test_paper_shows_every_tab_below_its_title(paper):
    places = [top_of(paper, text) for name in NAMES for text in (name, f"Text of {name}.")]
    assert places == sorted(places)
    for name in NAMES:
        assert paper.get_by_text(f"Text of {name}.").is_visible()
    for text in ("torch_code", "keras_code"):
        assert paper.get_by_text(text).is_visible()


def test_paper_shows_what_is_folded(paper):
    answer = paper.get_by_text("A folded answer.")
    assert answer.is_visible() and answer.evaluate("node => getComputedStyle(node).opacity") == "1"
    assert paper.get_by_role("cell", name="b").bounding_box()["height"] > 10
    assert paper.get_by_text("hidden_input").is_visible()


def test_paper_breaks_lines_of_code_that_are_too_long(paper):
    paper.set_viewport_size({"width": 700, "height": 1000})
    block = paper.locator("pre", has_text="long_line")
    assert block.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_after_printing_all_is_folded_as_before(browser, folder):
    page = opened(browser, folder, "index")
    page.pdf()
    for text in ("A folded answer.", "hidden_input", "Text of Hub.", "keras_code"):
        assert not page.get_by_text(text).is_visible()
    page.close()


def test_phone_does_not_scroll_sideways(browser, folder):
    page = opened(browser, folder, "phone")
    page.evaluate("() => window.MathJax?.startup?.promise")
    widths = {}
    for width in (360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        widths[width] = page.evaluate("document.scrollingElement.scrollWidth")
    page.close()
    assert widths == {360: 360, 390: 390}
