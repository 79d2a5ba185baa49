"""A stored claim is current: with today's versions and recipes, and losses that come out again."""

import json
import shutil
from dataclasses import replace
from functools import partial

import pytest
from made_claims import ARMS, calls, made_claim

from cnncourse import SGD, Recipe
from cnncourse.evidence import current
from cnncourse.evidence.claim import Job
from cnncourse.evidence.comparison import first_losses
from cnncourse.evidence.current import check, try_again, why_not_current
from cnncourse.evidence.runner import measure
from cnncourse.evidence.store import load


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """The made claim, measured once; where its jobs left their notes, and where it is stored."""
    notes, store = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("evidence")
    measure(made_claim(notes), folder=store, progress=False)
    return notes, store


@pytest.fixture
def notes(measured):
    yield measured[0]
    (measured[0] / "change.txt").unlink(missing_ok=True)


@pytest.fixture
def store(measured, tmp_path):
    """A folder with the made claim, for this test to change."""
    return shutil.copytree(measured[1], tmp_path / "evidence")


def _check(claim, store):
    [report] = check([claim], folder=store, progress=False)
    return report


def _change(store, change):
    path = store / "adam_or_sgd.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    change(stored)
    path.write_text(json.dumps(stored), encoding="utf-8")


def test_one_seed_of_every_arm_in_each_framework_comes_out_again(notes, store):
    report = _check(made_claim(notes), store)
    assert (report.is_current, report.text) == (True, "4 first steps come out again")
    assert len(calls(notes)) == 8, "the check measures nothing"


def test_first_steps_on_one_data_set_follow_each_other(notes, tmp_path, monkeypatch):
    claim = made_claim(notes)
    on_two = [
        replace(job, dataset={"name": name})
        for job, name in zip(claim.jobs(2), ["a", "b"] * 4, strict=True)
    ]
    claim = replace(claim, jobs=lambda num_seeds: on_two)
    measure(claim, folder=tmp_path, progress=False)
    tried = []
    monkeypatch.setattr(current, "run_tasks", lambda tasks, num: tried.extend(tasks) or ())
    _check(claim, tmp_path)
    assert [task.subject[1].dataset["name"] for task in tried] == ["a", "a", "b", "b"]


@pytest.mark.parametrize(("change", "is_current"), [(1e-4, True), (2e-3, False), (-1.0, False)])
def test_code_that_trains_otherwise_cannot_hide(notes, store, change, is_current):
    (notes / "change.txt").write_text(str(change))
    report = _check(made_claim(notes), store)
    assert report.is_current is is_current
    if not is_current:
        assert "arm adam, pytorch, seed 0 has the loss" in report.text
        assert "at step 1, stored is 0.25" in report.text


def no_losses(job):
    return []


def test_run_that_diverges_today_is_not_current(notes, store):
    report = _check(made_claim(notes, first_losses=no_losses), store)
    assert "has 0 losses that are numbers, stored are 2" in report.text


def test_another_recipe_is_not_current_and_another_name_of_an_arm_is(notes, store):
    stored = load("adam_or_sgd", store)
    other = made_claim(notes, ARMS | {"sgd": Recipe(optimizer=SGD(lr=0.75))})
    assert "recipes" in why_not_current(other, stored)
    assert "recipes" in why_not_current(made_claim(notes, {"adam": ARMS["adam"]}), stored)
    assert "recipes" in why_not_current(made_claim(notes, num_seeds=3), stored)
    assert why_not_current(made_claim(notes), stored) == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda stored: stored["versions"].update(torch="1.0.0"), "measured with torch 1.0.0"),
        (lambda stored: stored.update(claim="Another."), "the sentence was another one"),
        (lambda stored: stored["runs"][0]["recipe"].update(lrr=1), "recipes, data or seeds"),
        (lambda stored: stored["runs"][0].update(dataset={"name": "x"}), "recipes, data or seeds"),
        (lambda stored: stored["runs"][0]["settings"].update(folder="y"), "recipes, data or seeds"),
        (lambda stored: stored["runs"].pop(), "recipes, data or seeds"),
        (
            lambda stored: stored["summary"]["pytorch"]["loss"]["adam"].update(mean=0.0),
            "summed up in another way",
        ),
    ],
)
def test_what_is_stored_otherwise_is_not_current(notes, store, change, reason):
    _change(store, change)
    report = _check(made_claim(notes), store)
    assert report.is_current is False
    assert reason in report.text


def test_versions_that_take_no_part_do_not_matter(notes, store):
    _change(store, lambda stored: stored["versions"].update(numpy="1.0.0", python="2.7"))
    assert _check(made_claim(notes), store).is_current


def test_missing_data_is_said_and_not_counted_as_wrong(notes, store):
    report = _check(made_claim(notes, missing=lambda: "Set IMAGES."), store)
    assert str(report) == "adam_or_sgd: not tried, Set IMAGES."


def test_wall_times_are_current_by_their_versions_alone(notes, store):
    (notes / "change.txt").write_text("1.0")
    report = _check(made_claim(notes, first_losses=None), store)
    assert report.is_current
    assert "wall times" in report.text


def test_claim_that_was_never_measured_is_not_current_unless_on_request(notes, tmp_path):
    [report] = check([made_claim(notes)], folder=tmp_path, progress=False)
    assert report.is_current is False
    assert "run `cnncourse evidence adam_or_sgd`" in report.text
    assert check([made_claim(notes, on_request=True)], folder=tmp_path, progress=False) == []


def test_first_steps_are_trained_without_tiles_to_validate_on(make_images):
    asked, images = [], make_images()

    def load(name, **options):
        asked.append((name, options))
        return images

    recipe = Recipe(num_epochs=1).to_dict()
    for dataset in ({"name": "tiles", "size": 8, "holdout_per_class": 50}, {"name": "photos"}):
        job = Job("pytorch", 0, recipe=recipe, dataset=dataset)
        assert len(try_again(partial(first_losses, load=load, num_steps=1), job)) == 1
    assert asked == [("tiles", {"size": 8, "holdout_per_class": 1}), ("photos", {})]
