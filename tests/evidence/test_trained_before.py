"""Networks that were trained before: one recipe after another, and what of them is trained on."""

from dataclasses import replace

import numpy as np
import pytest

from cnncourse import SGD, Adam, Recipe, Shallow
from cnncourse.evidence.claims import freezing, switching
from cnncourse.evidence.comparison import first_losses, train_and_evaluate
from cnncourse.evidence.tuning import Tuned
from cnncourse.frameworks import FRAMEWORKS, backend

SMALL = Recipe(model=Shallow(width=2), batch_size=16, num_epochs=1)
ADAM_FIRST = replace(SMALL, optimizer=Adam(lr=0.01))
THEN_SGD = replace(SMALL, optimizer=SGD(lr=0.01))
TUNED = Tuned(
    {"then": THEN_SGD, "alone": THEN_SGD},
    (("then", "alone"),),
    {"name": "made"},
    rates=(0.1, 0.2),
    first={"then": ADAM_FIRST},
)


@pytest.fixture
def load(make_images):
    """A function that loads made images, whatever it is told."""
    images = make_images()
    return lambda name: images


DONE = {"diverged": None, "history": {"val_loss": [1.0]}}


def tuned_runs():
    return [job.to_dict() | DONE for job in TUNED.tuning_jobs(1)]


def test_what_comes_first_has_the_seed_of_its_job_in_both_stages():
    jobs = [*TUNED.tuning_jobs(2), *TUNED.arm_jobs(2, tuned_runs())]
    assert {job.seed for job in jobs} == {0, 1, 100, 101}
    for job in jobs:
        if "then" in job.labels["arm"]:
            assert job.more_recipes == {"first": ADAM_FIRST.to_dict() | {"seed": job.seed}}
        else:
            assert job.more_recipes == {}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_training_goes_on_from_the_weights_that_came_first(load, framework):
    jobs = TUNED.arm_jobs(1, tuned_runs())
    then, alone = (
        next(j for j in jobs if (j.labels["arm"], j.framework) == (arm, framework))
        for arm in ("then", "alone")
    )
    package, images = backend(framework), load("made")
    quietly = {"device": "cpu", "progress": False}
    start = package.fit(Recipe.from_dict(then.more_recipes["first"]), images, **quietly).model
    expected = package.fit(Recipe.from_dict(then.recipe), images, start=start, **quietly).history
    results = train_and_evaluate(then, "cpu", load=load)
    np.testing.assert_allclose(results["history"]["loss"], expected.loss, rtol=1e-4, atol=1e-6)
    without = train_and_evaluate(alone, "cpu", load=load)
    assert abs(without["history"]["loss"][0] - expected.loss[0]) > 0.01


def test_check_trains_what_comes_first_for_as_few_steps(load):
    [job] = [j for j in TUNED.tuning_jobs(1) if "then" in j.labels["arm"]][:1]
    results = train_and_evaluate(job, "cpu", load=load)
    package, images = backend("pytorch"), load("made")
    how = {"device": "cpu", "progress": False, "stop_after": 2}
    start = package.fit(Recipe.from_dict(job.more_recipes["first"]), images, **how).model
    expected = package.fit(Recipe.from_dict(job.recipe), images, start=start, **how).history.loss
    found = first_losses(job, load=load, num_steps=2)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)
    assert len(results["first_losses"]) == 3, "an epoch of made images has three steps"


def test_optimizers_in_turn_train_as_many_epochs_as_one_alone():
    tuned = switching.CLAIMS[0].jobs.__self__
    for arm, recipe in switching.ARMS.items():
        before = tuned.first[arm].num_epochs if arm in tuned.first else 0
        assert before + recipe.num_epochs == 24
        same = {"optimizer", "num_epochs"}
        other = switching.ARMS["adam"]
        assert all(value == getattr(other, n) for n, value in vars(recipe).items() if n not in same)
    assert set(tuned.first) == {"switched", "adam_again"}
    assert len({len(rates) for rates in switching.RATES_OF.values()}) == 1


def test_arms_of_freezing_differ_in_what_is_trained_alone():
    jobs = freezing.tuning_jobs(10)
    tries = {arm: [j for j in jobs if j.labels["arm"] == arm] for arm in freezing.RULES}
    assert len({len(of) for of in tries.values()}) == 1
    for job, other in zip(tries["all"], tries["head"], strict=True):
        assert {n for n, value in job.recipe.items() if other.recipe[n] != value} == {"weights"}
        assert job.more_recipes == other.more_recipes
    assert {job.seed for job in jobs}.isdisjoint(range(10))


def test_a_network_moves_less_where_its_first_layers_are_slow_and_least_where_they_rest():
    jobs = {
        job.labels["arm"]: job
        for job in freezing.tuning_jobs(10)
        if job.seed == 100 and job.labels["lr"] == 0.001
    }
    moved = {}
    for arm, job in jobs.items():
        short = replace(
            job,
            recipe=job.recipe | {"num_epochs": 2},
            more_recipes={"pretraining": job.more_recipes["pretraining"] | {"num_epochs": 1}},
        )
        moved[arm] = freezing.fine_tune(short, "cpu")["distance"]
    assert moved["head"] < moved["slower"] < moved["all"]
