"""The evidence role: stored numbers reach the page formatted, and everything else is a warning."""

import pytest
from book_files import HEAD
from evidence_role import format_value

from cnncourse.evidence import claims
from cnncourse.evidence.claim import Claim
from cnncourse.evidence.environment import versions
from cnncourse.evidence.store import Evidence, EvidenceError, save

SUMMARY = {
    "sgd": {"val_loss": {"mean": 0.12345}, "accuracy": 0.987, "name": "SGD", "seeds": 5},
    "is_true": True,
}


def claim(name: str, sentence: str, summary: dict) -> Claim:
    return Claim(name, sentence, lambda num_seeds: [], run=dict, summarize=lambda runs: summary)


@pytest.fixture
def page(render, tmp_path, monkeypatch):
    """Render a sentence; return the page and the warnings. The store holds one claim."""
    known = claim("adam_vs_sgd", "SGD reaches a low loss.", SUMMARY)
    monkeypatch.setattr(claims, "all_claims", lambda: {"adam_vs_sgd": known})
    stored = Evidence(
        claim="SGD reaches a low loss.",
        command="cnncourse evidence adam_vs_sgd",
        hardware={},
        versions={},
        measured="2026-01-31",
        summary=SUMMARY,
        runs=[],
    )
    save("adam_vs_sgd", stored, tmp_path / "source" / "evidence")

    def build(text: str):
        rendered = render({"index.md": HEAD + text}, ["evidence_role"], evidence_folder="evidence")
        return rendered.pages["index"], rendered.warnings

    return build


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("adam_vs_sgd:sgd.val_loss.mean:.3f", "0.123"),
        ("adam_vs_sgd:sgd.val_loss.mean:.2e", "1.23e-01"),
        ("adam_vs_sgd:sgd.accuracy:.1%", "98.7%"),
        ("adam_vs_sgd:sgd.accuracy:%", "98.700000%"),
        ("adam_vs_sgd:sgd.seeds", "5"),
        ("adam_vs_sgd:sgd.name", "SGD"),
    ],
)
def test_number_stands_in_the_sentence(page, reference, shown):
    html, warnings = page(f"Loss {{evidence}}`{reference}` at the end.")
    assert warnings == ""
    assert f"Loss {shown} at the end." in html.text


def test_number_shows_how_to_measure_it_again(page):
    html, _ = page("{evidence}`adam_vs_sgd:sgd.seeds`")
    title = html.select_one("abbr.evidence")["title"]
    assert "2026-01-31" in title
    assert "cnncourse evidence adam_vs_sgd" in title


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("adam_vs_rmsprop:sgd.seeds", "No measurement 'adam_vs_rmsprop'"),
        ("adam_vs_rmsprop:sgd.seeds", "stored: adam_vs_sgd"),
        ("adam_vs_sgd:sgd.val_los", "choose one of accuracy, name, seeds, val_loss"),
        ("adam_vs_sgd:sgd.val_loss", "not a number"),
        ("adam_vs_sgd:is_true", "not a number"),
        ("adam_vs_sgd:sgd.name:.3f", "format '.3f' does not fit 'SGD'"),
        ("adam_vs_sgd:sgd.seeds:.3q", "format '.3q' does not fit 5"),
        ("adam_vs_sgd", "choose one of"),
        ("../secrets:a", "no name of a claim"),
    ],
)
def test_reference_that_does_not_fit_is_a_warning(page, reference, reason):
    html, warnings = page(f"Loss {{evidence}}`{reference}`.")
    assert reason in warnings
    assert "index.md:9" in warnings
    assert html.select("abbr") == []


def test_damaged_store_is_a_warning(page, tmp_path):
    (tmp_path / "source" / "evidence" / "torn.json").write_text('{"summary": ')
    _, warnings = page("{evidence}`torn:a`")
    assert "is damaged" in warnings


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_number_that_is_not_finite_is_refused(value):
    with pytest.raises(EvidenceError, match="is not a finite number"):
        format_value(value, ".1%")


@pytest.mark.parametrize("name", ["adam_vs_sgd", "not_yet_measured"])
def test_new_measurement_renders_the_page_anew(page, tmp_path, monkeypatch, name):
    page(f"{{evidence}}`{name}:sgd.seeds`")
    summary = {"sgd": {"seeds": 7}}
    monkeypatch.setattr(claims, "all_claims", lambda: {name: claim(name, "", summary)})
    save(name, Evidence("", "", {}, {}, "2026-02-01", summary, []), tmp_path / "source/evidence")
    html, warnings = page(f"{{evidence}}`{name}:sgd.seeds`")
    assert warnings == ""
    assert html.select_one("abbr.evidence").text == "7"


@pytest.mark.parametrize(
    ("today", "reason"),
    [
        (claim("adam_vs_sgd", "SGD reaches no low loss.", SUMMARY), "the sentence was another one"),
        (
            claim("adam_vs_sgd", "SGD reaches a low loss.", {"sgd": 1}),
            "its runs are summed up in another way",
        ),
    ],
)
def test_claim_that_is_not_current_is_a_warning(page, monkeypatch, today, reason):
    monkeypatch.setattr(claims, "all_claims", lambda: {"adam_vs_sgd": today})
    html, warnings = page("{evidence}`adam_vs_sgd:sgd.seeds`")
    assert f"adam_vs_sgd is not current, {reason}" in warnings
    assert "run `cnncourse evidence adam_vs_sgd`" in warnings
    assert html.select("abbr") == []


def test_measurement_of_no_claim_is_a_warning(page, monkeypatch):
    monkeypatch.setattr(claims, "all_claims", dict)
    _, warnings = page("{evidence}`adam_vs_sgd:sgd.seeds`")
    assert "Unknown claim 'adam_vs_sgd'" in warnings


@pytest.mark.parametrize(("torch", "warns"), [("1.0.0", True), (None, False)])
def test_benchmark_is_current_with_the_versions_of_today(page, tmp_path, monkeypatch, torch, warns):
    used = versions() | ({"torch": torch} if torch else {})
    made = Evidence("Fast.", "make bench", {}, used, "2026-02-01", {"n": 7}, [])
    save("training_speed", made, tmp_path / "source" / "evidence")
    _, warnings = page("{evidence}`training_speed:n`")
    assert ("measured with torch 1.0.0" in warnings) == warns
    assert bool(warnings) == warns
