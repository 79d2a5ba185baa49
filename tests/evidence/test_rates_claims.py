"""What is compared in the claims on schedules, high rates and batch sizes."""

import math

import pytest

from cnncourse import RMSprop
from cnncourse.evidence.claims import batches, rates
from cnncourse.evidence.comparison import arm_jobs
from cnncourse.evidence.metrics import last


def changed(first, second) -> set[str]:
    """Fields that two recipes differ in."""
    return {name for name, value in vars(first).items() if value != getattr(second, name)}


def test_schedules_differ_from_a_constant_rate_in_one_thing():
    constant = rates.SCHEDULES["constant"]
    for arm, recipe in rates.SCHEDULES.items():
        if arm != "constant":
            assert changed(recipe, constant) == ({"weights"} if arm == "average" else {"schedule"})
        assert recipe.early_stopping is None, "a schedule is judged by where it ends"


def test_schedules_end_where_their_titles_say():
    for arm, at_the_end in {"step": 0.2**2, "cosine": 0, "triangle": 0, "warmup": 1}.items():
        recipe = rates.SCHEDULES[arm]
        steps = 63 * recipe.num_epochs
        factor = recipe.schedule.factor(steps - 1, 63, recipe.num_epochs)
        assert factor == pytest.approx(at_the_end, abs=1e-2)


def test_ways_to_survive_a_high_rate_differ_from_none_in_one_thing_at_that_rate():
    for name, rate in rates.HIGH.items():
        plain = rates.HIGH_RATES[f"plain_{name}"]
        assert plain.optimizer.lr == rate
        for way, fields in {
            "warmup": "schedule",
            "norm": "gradients",
            "value": "gradients",
        }.items():
            assert changed(rates.HIGH_RATES[f"{way}_{name}"], plain) == {fields}


def run_of(arm, seed, loss, diverged=None, framework="pytorch") -> dict:
    history = {"train_loss": [loss]} if diverged is None else None
    test = {"loss": loss} if diverged is None else None
    return {
        "arm": arm,
        "seed": seed,
        "framework": framework,
        "history": history,
        "test": test,
        "diverged": diverged,
    }


def test_a_diverged_run_counts_as_a_guess_and_has_not_learned():
    broken = {"step": 7, "epoch": 0}
    runs = [
        run_of(arm, seed, 1.0, broken if arm == "plain_100" and seed == 0 else None)
        for arm in rates.HIGH_RATES
        for seed in (0, 1)
    ]
    summary = rates.summarize_high_rates(runs)["pytorch"]
    assert summary["train_loss"]["plain_100"]["mean"] == pytest.approx((math.log(10) + 1) / 2)
    assert summary["learned"]["plain_100"]["mean"] == 0.5
    assert summary["learned"]["norm_100-plain_100"]["mean"] == 0.5
    assert summary["test_loss"]["plain_50"]["mean"] == 1.0
    assert rates.or_guess(last("train_loss"))(runs[0]) == 1.0


def test_rates_of_batches_are_taken_over_and_scaled():
    tuned = batches.CLAIMS[0].jobs.__self__
    best = {8: 0.002, 32: 0.005, 128: 0.02, 512: 0.04}
    jobs = tuned.tuning_jobs(5)
    runs = [
        job.to_dict()
        | {"diverged": None}
        | {"history": {"val_loss": [abs(math.log(job.recipe["optimizer"]["lr"] / best[size]))]}}
        for job in jobs
        for size in [job.recipe["batch_size"]]
    ]
    found = {arm: recipe.optimizer.lr for arm, recipe in tuned.found(runs).items()}
    for size, lr in best.items():
        assert found[f"own_{size}"] == lr
    for size in batches.OTHERS:
        assert found[f"same_{size}"] == 0.005
        assert found[f"scaled_{size}"] == pytest.approx(0.005 * size / 32)
    assert found["steps_128"] == 0.02


def test_arms_of_batches_differ_in_size_or_rate_and_one_in_epochs():
    usual = batches.BY_SIZE["own_32"]
    for arm, recipe in batches.BY_SIZE.items():
        assert recipe.batch_size == int(arm.split("_")[1])
        if arm == "steps_128":
            assert recipe.num_epochs * 32 == usual.num_epochs * 128
        else:
            assert changed(recipe, usual) <= {"batch_size"}


def test_optimizers_on_noisy_gradients_differ_in_the_optimizer_alone():
    rmsprop = batches.NOISY["rmsprop"]
    assert type(rmsprop.optimizer) is RMSprop and rmsprop.batch_size == 4
    for arm, recipe in batches.NOISY.items():
        assert changed(recipe, rmsprop) <= {"optimizer"}, arm


def test_first_losses_of_high_rates_are_checked_in_double_precision():
    for claim in (*rates.CLAIMS, *batches.CLAIMS):
        assert claim.first_losses.keywords["changes"] == {"precision": "float64"}
    jobs = arm_jobs(rates.HIGH_RATES, [0], ("pytorch",), {"name": "digits"})
    assert len(jobs) == 12
