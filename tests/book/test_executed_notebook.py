"""The downloaded notebook: what MyST alone can read is written as the page shows it."""

import base64

import jupytext
import nbformat
import pytest
from book_files import HEAD
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from small_book import render_in
from test_evidence_directives import SUMMARY, made

from cnncourse.evidence import claims
from cnncourse.evidence.environment import versions
from cnncourse.evidence.store import Evidence, save

CODE = "\n\n```{code-cell} ipython3\nglue()\n```\n\n"
BIB = """\
@article{adam, author = {Kingma, Diederik and Ba, Jimmy}, title = {Adam}, journal = {J},
  year = {2015}, doi = {10.1000/adam_1}}
@book{sgd, author = {Robbins, H. and Monro, S. and Other, A.}, title = {SGD}, publisher = {P},
  year = {1951}}
"""
FILES = {
    "references.bib": BIB,
    "prose.md": "---\norphan: true\n---\n\n# Prose\n",
    "evidence/data.csv": "1\n",
}
PREFIX = "application/papermill.record/"
GLUED = nbformat.v4.new_output(
    "display_data",
    {f"{PREFIX}text/plain": "16"},
    metadata={"scrapbook": {"name": "checks", "mime_prefix": PREFIX}},
)
EXTENSIONS = ["sphinx_design", "sphinxcontrib.bibtex", "evidence_role", "evidence_directives"]
FIVE = "{evidence}`adam_vs_sgd:pytorch.steps.adam.n`"
TABLE = "```{evidence-table} adam_vs_sgd\n:metrics: steps\n"
PLOT = f"```{{evidence-plot}} adam_vs_sgd\n:metric: steps\n\nOf {FIVE} *seeds*.\n```"
TAB = "```{tab-item} %s\nText:\n\n    code = {}\n```\n"
HEAD_OF_TABLE = "|  | training steps |\n|---|---|\n"
REWRITTEN = {
    "numbers": (
        f"Seeds: {FIVE}, **{FIVE}**, and\n{{evidence}}`adam_vs_sgd:pytorch.steps.sgd.mean:.1f`.",
        "Seeds: 5, **5**, and\n30.0.",
    ),
    "tables of one claim": (
        f"{TABLE}```\n\nBetween.\n\n{TABLE}:arms: sgd\n```",
        f"{HEAD_OF_TABLE}| Adam | 20 (18 to 22) |\n| SGD | 30 (28 to 32) |\n\nBetween.\n\n"
        f"{HEAD_OF_TABLE}| SGD | 30 (28 to 32) |",
    ),
    "citations": (
        "As {footcite:t}`sgd` and\n{footcite:p}`adam,\nsgd`.\n\n```{footbibliography}\n```",
        "As Robbins et al. [1] and\n[2, 1].\n\n[1] H.\xa0Robbins, S.\xa0Monro, and A.\xa0Other. "
        "*SGD*. P, 1951.\n\n[2] Diederik Kingma and Jimmy Ba. Adam. *J*, 2015. "
        r"[doi:10.1000/adam\_1](https://doi.org/10.1000/adam_1).",
    ),
    "a folded solution": (
        f":::{{admonition}} Answers\n:class: dropdown\n1. It is {FIVE}.\n:::",
        "<details><summary>Answers</summary>\n\n1. It is 5.\n\n</details>",
    ),
    "a box": (
        f":::{{admonition}} Mind {FIVE}\n:class: note\nIt is {FIVE}.\n\nNo more.\n:::",
        "> **Mind 5**\n>\n> It is 5.\n>\n> No more.",
    ),
    "a directive in a list": (
        f"- One:\n\n  {TABLE.replace(chr(10), chr(10) + '  ')}:arms: sgd\n  ```",
        "- One:\n\n  |  | training steps |\n  |---|---|\n  | SGD | 30 (28 to 32) |",
    ),
    "tabs": (
        "````{tab-set}\n" + TAB % "Slurm" + TAB % "Hub" + "````",
        "**Slurm**\n\nText:\n\n    code = {}\n\n**Hub**\n\nText:\n\n    code = {}",
    ),
    "a table of lists": (
        "```{list-table}\n:header-rows: 1\n\n* - A\n  - B\n* - one\n  - two\n\n    three\n```",
        "| A | B |\n|---|---|\n| one | two<br>three |",
    ),
    "definitions": (
        "A `term`\n: Its meaning,\n  in words.",
        "- **A `term`**: Its meaning,\n  in words.",
    ),
    "links": (
        "[this](index.md), [prose](prose.md), {download}`data <evidence/data.csv>`.",
        "[this](index.ipynb), [prose](prose.md), data (`evidence/data.csv`).",
    ),
    "glue": ("It has {glue:}`checks` checks.", "It has 16 checks."),
    **{
        code: (code, code)
        for code in (
            "`` {evidence}`a:b` ``",
            "```md\n{evidence}`a:b`\n```",
            "````md\n```{evidence-verdict} a\n```\n````",
            "Code:\n\n    {evidence}`a:b`\n    x\n    : y",
            r"\{evidence}`a:b`",
        )
    },
}
VERDICT = "```{evidence-verdict} adam_vs_sgd\n```"


@pytest.fixture(scope="module", autouse=True)
def claim():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "all_claims", lambda: {"adam_vs_sgd": made()})
        yield


def download(folder, *texts: str) -> tuple[list, str]:
    """Render a page; return its notebook's cells of these texts, and the warnings of the build."""
    stored = Evidence("Adam is faster.", "", {}, versions(), "2026-01-31", SUMMARY, [])
    save("adam_vs_sgd", stored, folder / "source" / "evidence")
    page = HEAD + CODE + CODE.join(texts) + "\n"
    executed = jupytext.reads(page, fmt="md:myst")
    first = next(cell for cell in executed.cells if cell.cell_type == "code")
    first.outputs = [GLUED]
    bundle = CacheBundleIn(executed, str(folder / "index.md"))
    get_cache(folder / "cache").cache_notebook_bundle(bundle, check_validity=False)
    rendered = render_in(
        folder,
        {**FILES, "index.md": page},
        [*EXTENSIONS, "executed_notebook"],
        evidence_folder="evidence",
        bibtex_bibfiles=["references.bib"],
        myst_enable_extensions=["colon_fence", "deflist", "dollarmath"],
        myst_footnote_transition=False,
        nb_execution_mode="cache",
        nb_execution_cache_path=str(folder / "cache"),
        suppress_warnings=["myst.footnote"],
    )
    path = folder / "output" / "_sources" / "index.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return cells[1:], rendered.warnings


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """The cells that all tests look at, by name, and those of a verdict and of a figure."""
    texts = {name: text for name, (text, _) in REWRITTEN.items()}
    texts |= {"verdict": VERDICT, "figures": f"{PLOT}\n\n{PLOT}"}
    found, warnings = download(tmp_path_factory.mktemp("notebook"), *texts.values())
    assert warnings == ""
    return dict(zip(texts, found, strict=True))


@pytest.mark.parametrize("name", REWRITTEN)
def test_what_myst_alone_reads_is_rewritten(cells, name):
    assert cells[name].source == REWRITTEN[name][1]


def test_verdict_has_its_words(cells):
    start = "*Adam is faster.* **Holds.** training steps, Adam minus SGD: "
    assert cells["verdict"].source.startswith(start)


def test_figures_come_along_with_their_descriptions_and_captions(cells):
    source, pictures = cells["figures"].source, cells["figures"].attachments
    assert list(pictures) == ["figure-1.png", "figure-2.png"]
    for name, picture in pictures.items():
        assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
        assert f"Adam 20 (18 to 22); SGD 30 (28 to 32).](attachment:{name})" in source
    assert source.count("\n\nOf 5 *seeds*.") == 2


def test_what_has_no_form_in_a_notebook_or_is_not_on_the_page_is_a_warning(tmp_path):
    without_form = {"{doc}`index`": "role {doc}", "```{note}\nText.\n```": "directive {note}"}
    missing = {
        "A {evidence}`adam_vs_sgd:no`.": "A .",
        "```{evidence-plot} adam_vs_sgd\n```": "",
        "{footcite:t}`no`": "no [?]",
        "{glue:}`no`": "?",
    }
    cells, warnings = download(tmp_path, *without_form, *missing)
    assert [cell.source for cell in cells] == [*without_form, *missing.values()]
    for what in without_form.values():
        assert f"index.md: WARNING: The {what} has no form in the page's notebook" in warnings
    assert warnings.count("is not on the page") == 2
    assert "could not find bibtex key" in warnings and "No key 'no' found" in warnings
