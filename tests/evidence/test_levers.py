"""Tables of levers over several claims: what stands in them, in which order, and what is bold."""

import pytest
from bs4 import BeautifulSoup

from cnncourse.evidence import EvidenceError, claims
from cnncourse.evidence.claim import Claim
from cnncourse.evidence.levers import HEAD, Levers, gains, lever_table
from cnncourse.evidence.statistics import compare
from cnncourse.evidence.store import Evidence, save

TEST_LOSS = {"none": (1.0, 1.2), "half": (0.8, 1.01), "all": (0.5, 0.69)}
PAIRS = (("half", "none"), ("all", "none"), ("all", "half"))


def summary(metrics: dict) -> dict:
    runs = [
        {"arm": arm, "seed": seed, "framework": "pytorch"} | {"of": i, "value": value}
        for arm, values in TEST_LOSS.items()
        for i, (seed, value) in enumerate(zip((0, 1), values, strict=True))
    ]
    return compare(runs, metrics, PAIRS)


TRAINED = {
    "test_loss": lambda run: run["value"],
    "lowest_val_loss": lambda run: 2 * run["value"],
    "test_accuracy": lambda run: 1 - run["value"] / 4,
    "epoch_seconds": lambda run: {"none": 2.0, "half": 3.0, "all": 5.0}[run["arm"]],
    "best_epoch": lambda run: {"none": 9, "half": 12, "all": 20}[run["arm"]] + run["of"],
}
TESTED = {name: TRAINED[name] for name in ("test_loss", "test_accuracy")} | {
    "test_seconds": TRAINED["epoch_seconds"]
}


@pytest.fixture(autouse=True)
def stored(tmp_path, monkeypatch):
    """Two claims: "trained", whose arms are networks, and "tested", whose arms are ways to test."""
    monkeypatch.setenv("CNNCOURSE_EVIDENCE", str(tmp_path))
    known = {}
    for name, metrics in (("trained", TRAINED), ("tested", TESTED)):
        titles = {"none": "without", "half": "half of it"}
        known[name] = Claim(name, "It helps.", list, dict, dict, titles=titles)
        save(name, Evidence("It helps.", "", {}, {}, "2026-01-01", summary(metrics), []))
    monkeypatch.setattr(claims, "find", known.__getitem__)
    return known


def cells(levers) -> list[list[str]]:
    rows = BeautifulSoup(lever_table(levers)._repr_html_(), "html.parser").find_all("tr")
    return [[str(cell.decode_contents()) for cell in row] for row in rows]


def test_a_lever_is_compared_with_what_it_stands_instead_of():
    found = gains([Levers("trained", "digits", {"none": ["half", "all"], "half": ["all"]})])
    assert list(found) == [
        ("trained", "half", "none"),
        ("trained", "all", "none"),
        ("trained", "all", "half"),
    ]
    assert found["trained", "half", "none"]["mean"] == pytest.approx(0.195)
    assert found["trained", "half", "none"]["verdict"] == "higher", "a lower loss is a gain"
    assert found["trained", "all", "half"]["n"] == 2


def test_gain_of_another_metric_and_of_a_pair_that_is_stored_the_other_way_round():
    levers = [Levers("trained", "digits", {"all": ["none"]})]
    assert gains(levers)["trained", "none", "all"]["mean"] == pytest.approx(-0.505)
    of_validation = gains(levers, "lowest_val_loss")["trained", "none", "all"]
    assert of_validation["mean"] == pytest.approx(-1.01) and of_validation["verdict"] == "lower"


def test_rows_have_all_columns_and_the_largest_gain_comes_first():
    head, *rows = cells([Levers("trained", "digits (8, 2)", {"none": ("half", "all")})])
    assert head == list(HEAD)
    assert [row[:3] for row in rows] == [
        ["all", "without", "digits (8, 2)"],
        ["half of it", "without", "digits (8, 2)"],
    ]
    assert rows[1][3:] == [
        "<strong>+0.195 (+0.131 to +0.259)</strong>",
        "<strong>+0.390 (+0.263 to +0.517)</strong>",
        "<strong>+4.9 (+3.3 to +6.5)</strong>",
        "\N{MULTIPLICATION SIGN} 1.50",
        "10 → 12",
    ]


def test_groups_keep_their_order_and_may_be_of_one_claim():
    found = cells(
        [
            Levers("trained", "first", {"none": ["half"]}, titles={"half": "a half"}),
            Levers("trained", "second", {"none": ["all"]}),
        ]
    )
    assert [row[0] for row in found[1:]] == ["a half", "all"]


def test_gain_whose_interval_holds_zero_is_not_bold(tmp_path):
    none, same = (1.0, 1.2), (0.9, 1.3)
    runs = [
        {"arm": arm, "seed": seed, "framework": "pytorch", "of": seed, "value": value}
        for arm, values in (("none", none), ("half", same), ("all", same))
        for seed, value in enumerate(values)
    ]
    numbers = compare(runs, TRAINED, PAIRS)
    save("trained", Evidence("It helps.", "", {}, {}, "2026-01-01", numbers, []))
    row = cells([Levers("trained", "digits", {"none": ["half"]})])[1]
    assert row[3] == "+0.000 (\N{MINUS SIGN}1.271 to +1.271)"


def test_one_network_tested_in_several_ways_has_no_validation_loss_and_no_epochs():
    row = cells([Levers("tested", "digits", {"none": ["all"]})])[1]
    assert row[4] == "" and row[7] == "" and row[6] == "\N{MULTIPLICATION SIGN} 2.50"


def test_pair_that_is_not_stored_is_an_error():
    with pytest.raises(EvidenceError, match="difference"):
        lever_table([Levers("trained", "digits", {"none": ["double"]})])
