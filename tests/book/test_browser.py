"""The built book in a real browser, opened from disk as a reader without a network would."""

import pytest
from book_files import HTML, document_names

CHOSEN = ".sd-tab-set > input:checked + label"


@pytest.fixture
def page(browser, book):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(300_000)  # milliseconds
        yield page


def open_document(page, name: str) -> None:
    page.goto((HTML / f"{name}.html").as_uri())


def documents_with_tabs(book) -> list[str]:
    return [name for name, html in book.items() if html.select(".framework-tabs")]


def chosen_frameworks(page) -> set[str]:
    return set(page.locator(CHOSEN).all_inner_texts())


def test_choice_of_framework_is_kept_on_the_next_page(page, book):
    first, second = documents_with_tabs(book)[:2]
    open_document(page, first)
    assert chosen_frameworks(page) == {"PyTorch"}
    page.locator(".framework-tabs > label.framework-tensorflow").first.click()
    assert chosen_frameworks(page) == {"TensorFlow"}, "all pairs of the page switch together"

    while not page.url.endswith(f"{second}.html"):
        page.locator("a.right-next").click()
        page.wait_for_load_state()
    assert chosen_frameworks(page) == {"TensorFlow"}
    panels = page.locator(".framework-tabs > .sd-tab-content")
    visible = [panel.is_visible() for panel in panels.all()]
    assert visible == [False, True] * (len(visible) // 2)

    page.locator(".framework-tabs > label.framework-pytorch").first.click()
    open_document(page, first)
    assert chosen_frameworks(page) == {"PyTorch"}, "and back again"


@pytest.mark.parametrize("name", document_names())
def test_page_reads_without_a_network_and_on_a_phone(page, name):
    outside, problems = [], []
    page.on("request", lambda request: outside.append(request.url))
    page.on("requestfailed", lambda request: problems.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_document(page, name)
    page.evaluate("() => window.MathJax?.startup?.promise")  # resolves when all math is set
    assert [url for url in outside if not url.startswith(("file:", "data:", "blob:"))] == []
    assert problems == []

    math = page.locator(".math")
    assert page.locator(".math mjx-container").count() >= math.count()
    assert page.locator("mjx-merror").count() == 0

    for width in (360, 390):  # phones
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") == width
