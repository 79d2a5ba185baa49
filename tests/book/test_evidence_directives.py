"""The evidence directives: verdict, table and figure from a stored measurement, or a warning."""

import base64
import io

import pytest
from book_files import HEAD
from PIL import Image

from cnncourse.evidence import claims
from cnncourse.evidence.claim import Claim, Verdict
from cnncourse.evidence.environment import versions
from cnncourse.evidence.store import Evidence, save

MINUS = "\N{MINUS SIGN}"
ADAM = {"mean": 20.0, "sd": 2.0, "low": 18.0, "high": 22.0, "n": 5}
SGD = {"mean": 30.0, "sd": 2.0, "low": 28.0, "high": 32.0, "n": 5}
LESS = {"mean": -10.0, "sd": 1.0, "low": -11.5, "high": -8.5, "n": 5, "verdict": "lower"}
SUMMARY = {
    "pytorch": {"steps": {"adam": ADAM, "sgd": SGD, "adam-sgd": LESS}},
    "tensorflow": {"steps": {"adam": SGD, "sgd": ADAM, "adam-sgd": LESS | {"mean": -9.0}}},
}


def made(**options) -> Claim:
    return Claim(
        name="adam_vs_sgd",
        sentence="Adam is faster.",
        jobs=lambda num_seeds: [],
        run=dict,
        summarize=lambda runs: SUMMARY,
        verdict=Verdict("pytorch.steps.adam-sgd", claimed="lower"),
        titles={"sgd": "SGD", "adam": "Adam", "steps": "training steps"},
        **options,
    )


@pytest.fixture
def page(render, tmp_path, monkeypatch):
    """Render a text; return the page and the warnings. The store holds one claim."""
    monkeypatch.setattr(claims, "all_claims", lambda: {"adam_vs_sgd": made()})
    stored = Evidence("Adam is faster.", "", {}, versions(), "2026-01-31", SUMMARY, [])
    save("adam_vs_sgd", stored, tmp_path / "source" / "evidence")

    def build(text: str):
        extensions = ["evidence_role", "evidence_directives"]
        rendered = render({"index.md": HEAD + text}, extensions, evidence_folder="evidence")
        return rendered.pages["index"], rendered.warnings

    return build


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{evidence-verdict} adam_vs_sgd", "Holds. training steps, Adam minus SGD: -10 (-11.5 to"),
        (
            "{evidence-verdict} adam_vs_sgd:pytorch.steps.sgd-adam",
            "Holds. training steps, SGD",
        ),
        (
            "{evidence-verdict} adam_vs_sgd:tensorflow.steps.sgd-adam\n:claimed: lower",
            "Does not hold. training steps, SGD minus Adam: +9 (+8.5 to +11.5), 5 seeds",
        ),
    ],
)
def test_verdict_has_the_sentence_the_word_and_the_interval(page, text, shown):
    html, warnings = page(f"```{text}\n```\n")
    assert warnings == ""
    paragraph = html.select_one("p.evidence-verdict")
    assert paragraph.em.text == "Adam is faster."
    assert shown in paragraph.text.replace(MINUS, "-")


def test_table_has_arms_metrics_and_intervals(page):
    html, warnings = page("```{evidence-table} adam_vs_sgd\n:metrics: steps\n```\n")
    assert warnings == ""
    rows = [[cell.text for cell in row.select("th, td")] for row in html.select("table tr")]
    assert rows == [["", "training steps"], ["Adam", "20 (18 to 22)"], ["SGD", "30 (28 to 32)"]]


def test_table_of_differences(page):
    text = ":metrics: steps\n:difference-to: adam\n:arms: sgd\n:at: tensorflow"
    html, warnings = page(f"```{{evidence-table}} adam_vs_sgd\n{text}\n```\n")
    assert warnings == ""
    rows = [[cell.text for cell in row.select("th, td")] for row in html.select("table tr")]
    assert rows == [["", "training steps, minus Adam"], ["SGD", "+9 (+8.5 to +11.5)"]]


def test_figure_is_described_in_words_and_has_a_caption(page):
    text = ":metric: steps\n:difference-to: sgd\n\nLower is *better*."
    html, warnings = page(f"```{{evidence-plot}} adam_vs_sgd\n{text}\n```\n")
    assert warnings == ""
    image = html.select_one("figure img")
    assert image["alt"].replace(MINUS, "-") == (
        "training steps, minus SGD, mean and 95 % interval: Adam -10 (-11.5 to -8.5)."
    )
    kind, _, content = image["src"].partition(";base64,")
    assert kind == "data:image/png"
    with Image.open(io.BytesIO(base64.b64decode(content))) as figure:
        assert figure.width > 500
    assert "Lower is better." in html.select_one("figcaption").text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{evidence-verdict} adam_vs_rmsprop", "No measurement 'adam_vs_rmsprop'"),
        ("{evidence-verdict} adam_vs_sgd:tensorflow.steps.adam-sgd", "no verdict on that"),
        ("{evidence-verdict} adam_vs_sgd:pytorch.steps.adam\n:claimed: lower", "no difference"),
        ("{evidence-verdict} adam_vs_sgd:pytorch.steps.a-b\n:claimed: lower", "choose one of adam"),
        ("{evidence-verdict} adam_vs_sgd:pytorch.steps.adam-sgd\n:claimed: best", "of higher, low"),
        ("{evidence-table} adam_vs_sgd", "names no metrics"),
        ("{evidence-table} adam_vs_sgd\n:metrics: accuracy", "choose one of steps"),
        ("{evidence-plot} adam_vs_sgd\n:metric: steps\n:arms: rmsprop", "choose one of adam, sgd"),
        ("{evidence-plot} adam_vs_sgd", "names no metric"),
    ],
)
def test_directive_that_does_not_fit_is_a_warning(page, text, reason):
    _, warnings = page(f"```{text}\n```\n")
    assert reason in warnings
    assert "index.md:9" in warnings


@pytest.mark.parametrize(
    "text",
    [
        "```{evidence-verdict} adam_vs_sgd\n```",
        "```{evidence-table} adam_vs_sgd\n:metrics: steps\n```",
        "```{evidence-plot} adam_vs_sgd\n:metric: steps\n```",
        "{evidence}`adam_vs_sgd:pytorch.steps.adam.mean`",
    ],
)
def test_claim_that_is_not_current_is_a_warning(page, text, monkeypatch):
    changed = made(then=lambda num_seeds, runs: claims.find("optimizers").jobs(1))
    other = {"adam_vs_sgd": changed, "optimizers": _with_a_job()}
    monkeypatch.setattr(claims, "all_claims", lambda: other)
    _, warnings = page(text)
    assert "is not current, its recipes, data or seeds are not those of today" in warnings


def _with_a_job() -> Claim:
    from cnncourse.evidence.claim import Job

    return Claim("optimizers", "S.", lambda num_seeds: [Job("pytorch", 0)], dict, dict)
