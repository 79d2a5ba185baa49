"""The framework-tabs extension: which cells become a pair, what a pair holds, what is refused."""

import json

import nbformat
import pytest
from book_files import HEAD


def cell(tag: str, code: str, *more_tags: str) -> str:
    tags = f":tags: [{', '.join([tag, *more_tags])}]\n\n" if tag else ""
    return f"```{{code-cell}} ipython3\n{tags}{code}\n```\n\n"


@pytest.fixture
def tabs(render):
    """Render one page; return its pairs as [{label: text of the panel}, ...] and the warnings."""

    def build(body: str, name: str = "index.md"):
        rendered = render({name: body}, ["framework_tabs"])
        pairs = []
        for tab_set in rendered.pages["index"].select(".sd-tab-set"):
            labels = tab_set.select(":scope > .sd-tab-label")
            panels = tab_set.select(":scope > .sd-tab-content")
            pairs.append({a.text.strip(): b for a, b in zip(labels, panels, strict=True)})
        return pairs, rendered

    return build


def code_of(panel) -> list[str]:
    return [block.text.strip() for block in panel.select(".cell_input pre")]


@pytest.mark.parametrize("first", ["pytorch", "tensorflow"])
def test_twins_become_one_pair_with_pytorch_first(tabs, first):
    second = {"pytorch": "tensorflow", "tensorflow": "pytorch"}[first]
    pairs, rendered = tabs(HEAD + cell(first, f"a = '{first}'") + cell(second, f"a = '{second}'"))
    assert rendered.warnings == ""
    assert [list(pair) for pair in pairs] == [["PyTorch", "TensorFlow"]]
    assert code_of(pairs[0]["PyTorch"]) == ["a = 'pytorch'"]
    assert code_of(pairs[0]["TensorFlow"]) == ["a = 'tensorflow'"]


def test_pairs_are_synced_by_framework_and_pytorch_is_selected(tabs):
    body = cell("pytorch", "a = 1") + cell("tensorflow", "a = 2")
    _, rendered = tabs(HEAD + body + "text\n\n" + body)
    labels = rendered.pages["index"].select(".sd-tab-label")
    synced = [(label["data-sync-group"], label["data-sync-id"]) for label in labels]
    assert synced == [("framework", "pytorch"), ("framework", "tensorflow")] * 2
    selected = [bool(x.get("checked")) for x in rendered.pages["index"].select(".sd-tab-set input")]
    assert selected == [True, False] * 2


def test_runs_of_cells_become_one_pair(tabs):
    pairs, rendered = tabs(
        HEAD
        + cell("pytorch", "p = 1")
        + cell("pytorch", "p = 2")
        + cell("tensorflow", "t = 1")
        + cell("tensorflow", "t = 2")
    )
    assert rendered.warnings == ""
    assert [code_of(panel) for panel in pairs[0].values()] == [
        ["p = 1", "p = 2"],
        ["t = 1", "t = 2"],
    ]
    assert len(pairs) == 1


def test_text_and_untagged_cells_separate_pairs_and_keep_their_place(tabs):
    pair = cell("pytorch", "p = 1") + cell("tensorflow", "t = 1")
    pairs, rendered = tabs(
        HEAD + pair + pair + "Some text.\n\n" + pair + cell("", "plain = 1") + pair
    )
    assert rendered.warnings == ""
    assert len(pairs) == 4
    section = rendered.pages["index"].select_one("section#title")
    blocks = [
        "pair" if "sd-tab-set" in block["class"] else "cell" if "cell" in block["class"] else "?"
        for block in section.find_all("div", recursive=False)
    ]
    assert blocks == ["pair", "pair", "pair", "cell", "pair"]


def test_comment_between_twins_does_not_separate_them(tabs):
    pairs, rendered = tabs(
        HEAD + cell("pytorch", "p = 1") + "% a note to the author\n\n" + cell("tensorflow", "t = 1")
    )
    assert rendered.warnings == ""
    assert len(pairs) == 1


def test_cells_hidden_from_the_page_need_no_twin(tabs):
    pairs, rendered = tabs(
        HEAD
        + cell("pytorch", "p = 1")
        + cell("pytorch", "assert p == 1", "remove-cell")
        + cell("tensorflow", "t = 1")
        + "Text.\n\n"
        + cell("tensorflow", "assert t == 1", "remove-cell")
    )
    assert rendered.warnings == ""
    assert [code_of(panel) for panel in pairs[0].values()] == [["p = 1"], ["t = 1"]]


def test_hidden_input_stays_hidden_inside_a_tab(tabs):
    pairs, rendered = tabs(
        HEAD + cell("pytorch", "p = 1", "hide-input") + cell("tensorflow", "t = 1", "hide-input")
    )
    assert rendered.warnings == ""
    for panel, code in zip(pairs[0].values(), ["p = 1", "t = 1"], strict=True):
        assert code in panel.select_one("details").text


def test_outputs_and_figures_with_alt_text_move_into_the_tab(tabs):
    pairs, rendered = tabs(json.dumps(notebook_with_outputs()), "index.ipynb")
    assert rendered.warnings == ""
    for name, panel in pairs[0].items():
        assert panel.select_one(".cell_output pre").text.strip() == f"loss in {name}"
        assert panel.select_one("img")["alt"] == f"Loss curve in {name}"


def notebook_with_outputs() -> dict:
    one_pixel = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJg"
        "gg=="
    )
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.cells.append(nbformat.v4.new_markdown_cell("# Title"))
    for tag, name in (("pytorch", "PyTorch"), ("tensorflow", "TensorFlow")):
        one = nbformat.v4.new_code_cell("show()", execution_count=1)
        one.metadata["tags"] = [tag]
        one.metadata["mystnb"] = {"image": {"alt": f"Loss curve in {name}"}}
        one.outputs = [
            nbformat.v4.new_output("stream", name="stdout", text=f"loss in {name}\n"),
            nbformat.v4.new_output("display_data", {"image/png": one_pixel}),
        ]
        notebook.cells.append(one)
    return notebook


@pytest.mark.parametrize(
    ("body", "lonely"),
    [
        (cell("pytorch", "p = 1"), "pytorch"),
        (cell("tensorflow", "t = 1"), "tensorflow"),
        (cell("pytorch", "p = 1") + "Text.\n\n" + cell("pytorch", "p = 2"), "pytorch"),
        (cell("pytorch", "p") + cell("tensorflow", "t") + cell("pytorch", "p"), "pytorch"),
    ],
)
def test_cell_without_twin_is_a_warning_and_stays_a_cell(tabs, body, lonely):
    pairs, rendered = tabs(HEAD + body)
    assert f"A cell tagged '{lonely}' has no twin" in rendered.warnings
    assert "index.md:" in rendered.warnings
    num_codes = sum(len(code_of(panel)) for pair in pairs for panel in pair.values())
    assert len(code_of(rendered.pages["index"])) == body.count("code-cell")
    assert num_codes == 2 * len(pairs)


def test_text_between_twins_is_a_warning(tabs):
    _, rendered = tabs(HEAD + cell("pytorch", "p = 1") + "Text.\n\n" + cell("tensorflow", "t = 1"))
    assert rendered.warnings.count("has no twin") == 2


def test_cell_with_both_tags_is_a_warning(tabs):
    pairs, rendered = tabs(HEAD + cell("pytorch", "p = 1", "tensorflow"))
    assert "tagged with both frameworks" in rendered.warnings
    assert pairs == []


def test_other_notebook_tools_see_plain_top_level_cells(tmp_path):
    import jupytext

    body = HEAD + cell("pytorch", "p = 1") + cell("tensorflow", "t = 1")
    notebook = jupytext.reads(body, fmt="md:myst")
    code_cells = [(c.metadata.tags, c.source) for c in notebook.cells if c.cell_type == "code"]
    assert code_cells == [(["pytorch"], "p = 1"), (["tensorflow"], "t = 1")]
