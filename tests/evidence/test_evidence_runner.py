"""The runner: every run once, resumed after an interruption, and stored as it is summarized."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse import SGD, Adam, DivergedError, History, Recipe, Run, data
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence import runner
from cnncourse.evidence.claim import Comparison, Measurement
from cnncourse.evidence.metrics import last, on_test
from cnncourse.evidence.statistics import compare
from cnncourse.evidence.store import EvidenceError, load

SPLIT = Split(np.zeros((4, 2, 2, 1), np.uint8), np.zeros(4, np.int64))
CLAIM = Comparison(
    name="adam_or_sgd",
    sentence="Adam or SGD?",
    arms={"adam": Recipe(optimizer=Adam(), seed=99), "sgd": Recipe(optimizer=SGD())},
    summarize=lambda runs: compare(runs, {"loss": last("loss"), "test": on_test("loss")}),
    num_seeds=2,
)


class FakeFramework:
    """Trains at once: the losses are decided by the recipe. Notes what it was asked to do."""

    def __init__(self):
        self.calls = []
        self.stop_at_call = None

    def fit(self, recipe, images, *, device, progress):
        if len(self.calls) == self.stop_at_call:
            raise KeyboardInterrupt
        self.calls.append((recipe, images.name, device, progress))
        end = recipe.optimizer.lr + recipe.seed / 3
        return Run(None, History(loss=[2.0, end], grad_norm=[1.0, 1.0], val_loss=[end]))

    def evaluate(self, model, split, recipe):
        assert split is SPLIT
        return recipe.optimizer.lr + recipe.seed, 0.5


@pytest.fixture
def framework(monkeypatch):
    def load_fake(name, **options):
        return ImageData(name, None, None, SPLIT, ("a", "b"))

    fake = FakeFramework()
    monkeypatch.setattr(runner, "backend", lambda name: fake)
    monkeypatch.setattr(data, "load", load_fake)
    return fake


def _measure(claim, folder, **options):
    return runner.measure(claim, folder=folder, progress=False, **options)


def test_every_arm_seed_and_framework_is_run_once(framework, tmp_path):
    evidence = _measure(CLAIM, tmp_path)
    assert len(framework.calls) == 2 * 2 * 2
    assert {(r["arm"], r["seed"], r["framework"]) for r in evidence.runs} == {
        (arm, seed, name)
        for arm in ("adam", "sgd")
        for seed in (0, 1)
        for name in ("pytorch", "tensorflow")
    }
    for run in evidence.runs:
        recipe = Recipe.from_dict(run["recipe"])
        assert recipe == replace(CLAIM.arms[run["arm"]], seed=run["seed"])
    assert {call[1:] for call in framework.calls} == {("digits", "cpu", False)}


def test_claim_may_load_its_images_itself(framework, tmp_path):
    def load_own(name, **options):
        return ImageData(f"my {name} {options}", None, None, SPLIT, ("a", "b"))

    evidence = _measure(
        replace(CLAIM, dataset="own", dataset_options={"size": 3}, load=load_own), tmp_path
    )
    assert {call[1] for call in framework.calls} == {"my own {'size': 3}"}
    assert evidence.runs[0]["dataset"] == {"name": "own", "size": 3}


def test_stored_summary_is_that_of_the_stored_runs(framework, tmp_path):
    evidence = _measure(CLAIM, tmp_path)
    stored = load(CLAIM.name, tmp_path)
    assert stored == evidence
    assert CLAIM.summarize(stored.runs) == stored.summary
    sgd = next(run for run in stored.runs if (run["arm"], run["seed"]) == ("sgd", 1))
    assert sgd["history"]["loss"] == [2.0, 0.34333333]
    assert stored.claim == "Adam or SGD?"
    assert stored.command == "cnncourse evidence adam_or_sgd"
    assert {"python", "torch", "tensorflow"} <= stored.versions.keys()
    assert stored.hardware["device"] == "cpu"


def test_stored_runs_are_not_repeated(framework, tmp_path):
    first = _measure(CLAIM, tmp_path)
    before = (tmp_path / "adam_or_sgd.json").read_bytes()
    framework.calls.clear()
    assert _measure(CLAIM, tmp_path) == first
    assert framework.calls == []
    assert (tmp_path / "adam_or_sgd.json").read_bytes() == before


def test_runs_stored_before_recipes_had_a_field_are_not_repeated(framework, tmp_path):
    _measure(CLAIM, tmp_path)
    path = tmp_path / "adam_or_sgd.json"
    text = path.read_text(encoding="utf-8")
    older = text.replace(', "compile": false', "")
    assert older != text
    path.write_text(older, encoding="utf-8")
    framework.calls.clear()
    _measure(CLAIM, tmp_path)
    assert framework.calls == []


def test_more_seeds_add_only_the_new_runs(framework, tmp_path):
    _measure(CLAIM, tmp_path)
    framework.calls.clear()
    evidence = _measure(CLAIM, tmp_path, num_seeds=3)
    assert [call[0].seed for call in framework.calls] == [2] * 4
    assert len(evidence.runs) == 12
    assert evidence.command == "cnncourse evidence adam_or_sgd --seeds 3"


def test_again_repeats_everything(framework, tmp_path):
    _measure(CLAIM, tmp_path)
    framework.calls.clear()
    _measure(CLAIM, tmp_path, again=True)
    assert len(framework.calls) == 8


def test_changed_recipe_is_measured_and_a_renamed_arm_is_not(framework, tmp_path):
    _measure(CLAIM, tmp_path)
    framework.calls.clear()
    arms = {"renamed": CLAIM.arms["adam"], "sgd": replace(CLAIM.arms["sgd"], batch_size=64)}
    evidence = _measure(replace(CLAIM, arms=arms), tmp_path)
    assert {call[0].batch_size for call in framework.calls} == {64}
    assert {run["arm"] for run in evidence.runs} == {"renamed", "sgd"}


@pytest.mark.parametrize(
    "change",
    [
        lambda stored: stored["versions"].update(torch="1.0.0"),
        lambda stored: stored["hardware"].update(cpu="another"),
        lambda stored: [run["dataset"].update(name="aerial") for run in stored["runs"]],
    ],
    ids=["versions", "hardware", "data"],
)
def test_runs_of_another_environment_or_data_are_repeated(framework, tmp_path, change):
    _measure(CLAIM, tmp_path)
    framework.calls.clear()
    path = tmp_path / "adam_or_sgd.json"
    stored = json.loads(path.read_text())
    change(stored)
    path.write_text(json.dumps(stored))
    _measure(CLAIM, tmp_path)
    assert len(framework.calls) == 8


def test_interrupted_measurement_goes_on_where_it_stopped(framework, tmp_path):
    framework.stop_at_call = 3
    with pytest.raises(KeyboardInterrupt):
        _measure(CLAIM, tmp_path)
    with pytest.raises(EvidenceError, match="No measurement"):
        load(CLAIM.name, tmp_path)
    framework.stop_at_call = None
    evidence = _measure(CLAIM, tmp_path)
    assert len(framework.calls) == 8
    assert len(evidence.runs) == 8
    assert [path.name for path in tmp_path.rglob("*.json")] == ["adam_or_sgd.json"]


def test_date_is_that_of_the_latest_run(framework, tmp_path, monkeypatch):
    def on(day):
        monkeypatch.setattr(
            runner, "date", SimpleNamespace(today=lambda: SimpleNamespace(isoformat=lambda: day))
        )

    on("2025-01-01")
    assert _measure(CLAIM, tmp_path).measured == "2025-01-01"
    on("2025-02-02")
    assert _measure(CLAIM, tmp_path).measured == "2025-01-01"
    assert _measure(CLAIM, tmp_path, num_seeds=3).measured == "2025-02-02"


def test_diverged_run_is_stored_as_such(framework, tmp_path, monkeypatch):
    def diverge(recipe, images, **options):
        raise DivergedError(step=17, epoch=2, loss=float("nan"))

    monkeypatch.setattr(framework, "fit", diverge)
    claim = replace(CLAIM, summarize=lambda runs: {"diverged": sum(map(bool, runs))})
    evidence = _measure(claim, tmp_path)
    assert evidence.summary == {"diverged": 8}
    assert evidence.runs[0]["diverged"] == {"step": 17, "epoch": 2}
    assert evidence.runs[0]["history"] is None


def test_run_whose_last_update_destroyed_the_weights_has_diverged(framework, tmp_path, monkeypatch):
    monkeypatch.setattr(framework, "evaluate", lambda *_: (float("nan"), 0.1))
    claim = replace(CLAIM, summarize=lambda runs: {"n": len(runs)})
    evidence = _measure(claim, tmp_path)
    assert [run["diverged"] for run in evidence.runs] == [{"step": 1, "epoch": 4}] * 8


def test_options_reach_the_data_and_are_stored(framework, tmp_path, monkeypatch):
    asked = []

    def load_noted(name, **options):
        asked.append((name, options))
        return ImageData(name, None, None, SPLIT, ("a", "b"))

    monkeypatch.setattr(data, "load", load_noted)
    claim = replace(CLAIM, dataset="aerial", dataset_options={"size": 32})
    evidence = _measure(claim, tmp_path)
    assert asked == [("aerial", {"size": 32})]
    assert evidence.runs[0]["dataset"] == {"name": "aerial", "size": 32}


def test_measurement_of_its_own(tmp_path):
    claim = Measurement(
        name="slice",
        sentence="A slice.",
        measure=lambda seeds: ({"seeds": list(seeds)}, [{"grid": [[1.0, 2.0]]}]),
        num_seeds=2,
    )
    evidence = _measure(claim, tmp_path)
    assert evidence.summary == {"seeds": [0, 1]}
    assert load("slice", tmp_path).runs == [{"grid": [[1.0, 2.0]]}]
    assert _measure(claim, tmp_path, num_seeds=1).summary == {"seeds": [0]}


def test_no_seeds_are_refused(tmp_path):
    with pytest.raises(EvidenceError, match="use 1 or more"):
        _measure(CLAIM, tmp_path, num_seeds=0)


def test_two_seeds_are_needed_for_an_interval(framework, tmp_path):
    with pytest.raises(EvidenceError, match="--seeds 2 or more"):
        _measure(CLAIM, tmp_path, num_seeds=1)


def test_measurement_in_the_real_frameworks(tmp_path):
    tiny = Recipe(model="shallow3x3", width=2, num_epochs=1, batch_size=64, optimizer=SGD(lr=0.1))
    arms = {"slow": tiny, "wild": replace(tiny, optimizer=SGD(lr=1e30))}
    metrics = {"test_loss": on_test("loss"), "train_loss": last("train_loss")}
    claim = replace(
        CLAIM,
        arms=arms,
        summarize=lambda runs: {
            "slow": compare([run for run in runs if run["arm"] == "slow"], metrics),
            "diverged": [
                [run["seed"] for run in runs if run["diverged"] and run["framework"] == framework]
                for framework in claim.frameworks
            ],
        },
    )
    evidence = _measure(claim, tmp_path)
    in_pytorch, in_tensorflow = evidence.summary["diverged"]
    assert in_pytorch == in_tensorflow != []
    of_pytorch, of_tensorflow = evidence.summary["slow"].values()
    assert of_pytorch["test_loss"]["slow"] == pytest.approx(
        of_tensorflow["test_loss"]["slow"], rel=1e-3, abs=1e-4
    )
    assert of_pytorch["test_loss"]["slow"]["sd"] > 0
    assert _measure(claim, tmp_path) == evidence
