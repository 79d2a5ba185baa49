"""The store: what goes in comes out, whole files only, and errors that say what to do."""

import json
import os
from dataclasses import replace

import pytest

from cnncourse.evidence.store import Evidence, EvidenceError, directory, load, save
from cnncourse.history import History

RUN = {
    "arm": "adam",
    "framework": "pytorch",
    "seed": 0,
    "history": History(loss=[2.5, 0.1]).to_dict(),
    "test": {"loss": 0.5, "accuracy": 0.75},
    "diverged": None,
}
EVIDENCE = Evidence(
    claim="Adam's loss on “digits” is low.",
    command="cnncourse evidence adam",
    hardware={"cores": 2},
    versions={"torch": "2.13.0"},
    measured="2025-06-30",
    summary={"pytorch": {"val_loss": {"adam": {"mean": 0.125}}}},
    runs=[RUN, RUN | {"seed": 1, "history": None, "diverged": {"step": 3, "epoch": 0}}],
)


def test_saved_is_loaded(tmp_path):
    path = save("adam", EVIDENCE, tmp_path)
    assert load("adam", tmp_path) == EVIDENCE
    keys = ["claim", "command", "hardware", "versions", "measured", "summary", "runs"]
    text = path.read_text(encoding="utf-8")
    assert list(json.loads(text)) == keys
    assert "“digits”" in text


def test_each_run_is_a_line_so_that_a_changed_run_is_a_changed_line(tmp_path):
    before = save("adam", EVIDENCE, tmp_path).read_text(encoding="utf-8").splitlines()
    changed = replace(EVIDENCE, runs=[EVIDENCE.runs[0], EVIDENCE.runs[1] | {"seed": 9}])
    after = save("adam", changed, tmp_path).read_text(encoding="utf-8").splitlines()
    changed_lines = [b for a, b in zip(before, after, strict=True) if a != b]
    assert [json.loads(line)["seed"] for line in changed_lines] == [9]


def test_value_follows_a_dotted_path():
    assert EVIDENCE.value("pytorch.val_loss.adam.mean") == 0.125
    assert EVIDENCE.value("pytorch.val_loss.adam") == {"mean": 0.125}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("tensorflow.val_loss", "'tensorflow': choose one of pytorch"),
        ("pytorch.val_loss.sgd", "'sgd': choose one of adam"),
        ("pytorch.val_loss.adam.mean.mean", "it is a value already"),
    ],
)
def test_value_that_is_not_there_lists_what_is(path, message):
    with pytest.raises(EvidenceError, match=message):
        EVIDENCE.value(path)


def test_histories_by_seed_leave_out_what_diverged():
    assert EVIDENCE.histories("adam", "pytorch") == {0: History(loss=[2.5, 0.1])}
    with pytest.raises(EvidenceError, match="No stored run of arm 'sgd'"):
        EVIDENCE.histories("sgd", "pytorch")


def test_missing_file_says_what_to_run(tmp_path):
    save("adam", EVIDENCE, tmp_path)
    with pytest.raises(EvidenceError) as caught:
        load("sgd", tmp_path)
    assert "stored: adam" in str(caught.value)
    assert "run `cnncourse evidence sgd`" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b'{"claim": "cut o', b"[1, 2]", b'{"claim": "x"}', b"\xff\xfe\x00"]
)
def test_damaged_file_says_what_to_do(tmp_path, content):
    (tmp_path / "adam.json").write_bytes(content)
    with pytest.raises(EvidenceError, match=r"adam\.json is damaged .* `cnncourse evidence adam`"):
        load("adam", tmp_path)


@pytest.mark.parametrize("name", ["../adam", "Adam", "", "a b", "adam.json"])
def test_name_that_is_no_file_name_is_refused(tmp_path, name):
    with pytest.raises(EvidenceError, match="no name of a claim"):
        load(name, tmp_path)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
def test_value_that_json_lacks_is_refused_and_leaves_the_old_file(tmp_path, value):
    save("adam", EVIDENCE, tmp_path)
    with pytest.raises(EvidenceError, match="cannot be stored"):
        save("adam", replace(EVIDENCE, summary={"mean": value}), tmp_path)
    assert load("adam", tmp_path) == EVIDENCE


def test_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    save("adam", EVIDENCE, tmp_path)

    def interrupt(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save("adam", replace(EVIDENCE, measured="2030-01-01"), tmp_path)
    assert load("adam", tmp_path) == EVIDENCE
    assert [path.name for path in tmp_path.iterdir()] == ["adam.json"]


def test_directory_is_found_from_inside_a_checkout(tmp_path, monkeypatch):
    monkeypatch.delenv("CNNCOURSE_EVIDENCE", raising=False)
    (tmp_path / "book" / "losses").mkdir(parents=True)
    (tmp_path / "_toc.yml").touch()
    monkeypatch.chdir(tmp_path / "book" / "losses")
    assert directory() == tmp_path / "book" / "evidence"


def test_directory_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNCOURSE_EVIDENCE", str(tmp_path))
    assert directory() == tmp_path
    save("adam", EVIDENCE)
    assert load("adam") == EVIDENCE


def test_no_directory_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("CNNCOURSE_EVIDENCE", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cnncourse.evidence.store.__file__", str(tmp_path / "store.py"))
    with pytest.raises(EvidenceError, match="CNNCOURSE_EVIDENCE"):
        directory()
