"""Takes the README's picture of a rendered page anew: `make picture`."""

from book_files import HTML, ROOT
from chromium import BY_HAND, FLAGS, find
from playwright.sync_api import sync_playwright

PAGE, SECTION = "book/optimizers/take_one_step", "both-frameworks-one-curve"
TARGET = ROOT / "book" / "_static" / "rendered_page.png"


def main():
    path = find()
    assert path, BY_HAND
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 1200}, color_scheme="light")
        page.goto((HTML / f"{PAGE}.html").as_uri())
        page.evaluate("() => window.MathJax?.startup?.promise")
        page.locator(f"#{SECTION}").evaluate("section => section.scrollIntoView()")
        page.screenshot(path=TARGET)
        browser.close()
    print(f"Wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
