"""Interactive figures: drawn where their script is, a still picture of the same elsewhere."""

import json
import shutil
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup
from interactive_figures import SCRIPT
from plotly import graph_objects

from cnncourse.errors import CourseError
from cnncourse.plots.interactive import Interactive

matplotlib.use("agg")
STATIC = Path(__file__).parents[2] / "book" / "_static"


def figure(text="A rising line.", title="</script><b>"):
    moving = graph_objects.Figure(graph_objects.Scatter(x=[0, 1], y=[2, 3]))
    moving.update_layout(title=title)
    still, ax = plt.subplots()
    ax.plot([0, 1], [2, 3])
    return Interactive(moving, still, alt=text)


def test_a_cell_gives_a_picture_and_the_figure_with_its_description():
    shown = figure('Rising, "fast".')._repr_mimebundle_()
    assert shown["text/plain"] == 'Rising, "fast".'
    page = BeautifulSoup(shown["text/html"], "html.parser")
    assert page.img["alt"] == 'Rising, "fast".'
    assert page.img["src"] == f"data:image/png;base64,{shown['image/png']}"
    data = json.loads(page.script.text)
    assert data["data"][0]["y"] == [2, 3] and data["layout"]["title"]["text"] == "</script><b>"
    assert plt.get_fignums() == []


def test_a_figure_without_a_description_is_refused():
    with pytest.raises(CourseError, match="alt is empty"):
        figure(" ")


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page with one figure, in a folder where Plotly's script is or is not."""

    def make(*, script: bool, javascript: bool = True):
        static = tmp_path / "_static"
        static.mkdir()
        for name in ("interactive.js", "style.css"):
            shutil.copy(STATIC / name, static)
        if script:
            shutil.copy(SCRIPT, static / SCRIPT.name)
        html = figure()._repr_mimebundle_()["text/html"]
        (tmp_path / "page.html").write_text(
            '<html data-content_root="./"><head>'
            '<link rel="stylesheet" href="_static/style.css">'
            f'<script src="_static/interactive.js"></script></head><body>{html}</body></html>',
            encoding="utf-8",
        )
        context = browser.new_context(java_script_enabled=javascript)
        page = context.new_page()
        page.set_default_timeout(300_000)  # milliseconds
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield make
    for context in browser.contexts:
        context.close()


def test_figure_takes_the_place_of_its_picture_but_on_paper(opened):
    page = opened(script=True)
    page.locator(".interactive-figure .js-plotly-plot .main-svg").first.wait_for()
    assert not page.locator("img").is_visible()
    assert page.locator(".js-plotly-plot").get_attribute("aria-label") == "A rising line."
    page.emulate_media(media="print")
    assert page.locator("img").is_visible()
    assert not page.locator(".js-plotly-plot").is_visible()


def test_without_plotlys_script_the_picture_stays(opened):
    page = opened(script=False)
    page.wait_for_load_state("networkidle")
    assert page.locator("img").is_visible()
    assert page.locator(".js-plotly-plot").count() == 0


def test_without_scripts_the_picture_stays(opened):
    assert opened(script=True, javascript=False).locator("img").is_visible()
