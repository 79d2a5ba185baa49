"""A table of a page, as the notebook shows it."""

from bs4 import BeautifulSoup

from cnncourse.evidence import Table


def test_the_first_row_is_the_head_and_cells_may_hold_html():
    html = Table([("Loop", "Speed"), ("ours<br><em>float32</em>", 1.5), ("plain", 1)])._repr_html_()
    rows = BeautifulSoup(html, "html.parser").find_all("tr")
    assert [cell.name for cell in rows[0]] == ["th", "th"]
    assert [[cell.get_text() for cell in row] for row in rows[1:]] == [
        ["oursfloat32", "1.5"],
        ["plain", "1"],
    ]
    assert rows[1].em.text == "float32"
