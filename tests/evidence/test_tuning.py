"""Arms at their own best learning rates: what is tried, what is chosen, what is compared."""

from dataclasses import replace

from cnncourse import L2, SGD, Recipe
from cnncourse.evidence.claim import select
from cnncourse.evidence.metrics import last, lowest
from cnncourse.evidence.tuning import Tuned, tuned_comparison

ARMS = {"a": Recipe(), "b": Recipe(optimizer=SGD()), "c": Recipe(batch_size=7)}
TUNED = Tuned(
    ARMS,
    (("b", "a"), ("c", "a")),
    {"name": "digits"},
    rates=(0.1, 0.2),
    seeds=(50, 51),
    as_arm={"c": "a"},
)


def results(job, loss, *, diverged=False) -> dict:
    history = {"train_loss": [loss], "val_loss": [9.0, loss], "seconds": [2.0, 4.0]}
    done = {"history": history, "test": {"loss": loss, "accuracy": 0.5}, "diverged": None}
    where = {"history": None, "test": None, "diverged": {"step": 1, "epoch": 0}}
    return job.to_dict() | (where if diverged else done)


def rates_of(found) -> dict[str, float]:
    return {arm: recipe.optimizer.lr for arm, recipe in found.items()}


def tuning_runs(loss_of) -> list[dict]:
    jobs = TUNED.tuning_jobs(5)
    return [
        results(job, *loss_of(job.labels["arm"], job.recipe["optimizer"]["lr"])) for job in jobs
    ]


def test_each_arm_is_tuned_on_seeds_of_its_own_but_for_those_that_follow_another():
    jobs = TUNED.tuning_jobs(5)
    tried = [(job.labels["arm"], job.recipe["optimizer"]["lr"], job.seed) for job in jobs]
    assert tried == [
        (f"tuning_{arm}", rate, seed) for arm in "ab" for rate in (0.1, 0.2) for seed in (50, 51)
    ]
    assert {job.recipe["optimizer"]["name"] for job in jobs[:4]} == {"adam"}
    assert {job.recipe["optimizer"]["name"] for job in jobs[4:]} == {"sgd"}


def test_best_rate_is_that_of_the_lowest_mean_validation_loss():
    runs = tuning_runs(lambda arm, rate: ((rate if arm == "tuning_a" else -rate),))
    assert rates_of(TUNED.found(runs)) == {"a": 0.1, "b": 0.2, "c": 0.1}


def test_rate_at_which_a_run_diverged_is_out():
    jobs = TUNED.tuning_jobs(5)
    low = {0.1: 0.5, 0.2: 0.1}
    runs = [
        results(job, low[job.recipe["optimizer"]["lr"]], diverged=i in (2, 7))
        for i, job in enumerate(jobs)
    ]
    assert rates_of(TUNED.found(runs)) == {"a": 0.1, "b": 0.1, "c": 0.1}


def test_arms_run_at_the_rates_found_and_two_seeds_in_tensorflow_too():
    runs = tuning_runs(lambda arm, rate: ((rate if arm == "tuning_a" else -rate),))
    jobs = TUNED.arm_jobs(3, runs)
    assert {(j.labels["arm"], j.recipe["optimizer"]["lr"]) for j in jobs} == {
        ("a", 0.1),
        ("b", 0.2),
        ("c", 0.1),
    }
    seeds = {
        side: [job.seed for job in jobs if job.framework == side]
        for side in ("pytorch", "tensorflow")
    }
    assert sorted(set(seeds["pytorch"])) == [0, 1, 2] and len(seeds["pytorch"]) == 9
    assert sorted(set(seeds["tensorflow"])) == [0, 1] and len(seeds["tensorflow"]) == 6
    assert all(job.recipe["batch_size"] == ARMS[job.labels["arm"]].batch_size for job in jobs)


def test_summary_has_the_rates_every_arm_and_the_wanted_differences():
    tuning = tuning_runs(lambda arm, rate: (rate,))
    losses = {"a": 1.0, "b": 2.0, "c": 4.0}
    arms = [results(job, losses[job.labels["arm"]] + job.seed) for job in TUNED.arm_jobs(3, tuning)]
    summary = TUNED.summarize(tuning + arms)
    assert summary["lr"] == {"a": 0.1, "b": 0.1, "c": 0.1}
    ours = summary["pytorch"]["train_loss"]
    assert list(ours) == ["a", "b", "c", "b-a", "c-a"]
    assert ours["c-a"]["mean"] == 3.0 and ours["c-a"]["n"] == 3
    assert summary["tensorflow"]["test_loss"]["b-a"]["n"] == 2
    assert summary["pytorch"]["epoch_seconds"]["a"]["mean"] == 2.0


def test_claim_finds_its_runs_in_both_stages():
    claim = tuned_comparison("t", "T.", TUNED, titles={"a": "first"}, num_seeds=2)
    first = [results(job, 1.0) for job in claim.jobs(2)]
    jobs = claim.all_jobs(first)
    runs = [results(job, 1.0) for job in jobs]
    assert len(jobs) == 8 + 6 + 6
    assert claim.summarize(select(runs, jobs))["lr"]["a"] == 0.1
    assert claim.titles["a"] == "first" and "train_loss" in claim.titles


WEAK, STRONG = (Recipe(gradients=(L2(strength),)) for strength in (0.25, 0.5))
WITH_STRENGTHS = Tuned(
    {"none": Recipe(), "l2": WEAK, "l2_and_sgd": Recipe(optimizer=SGD())},
    (("l2", "none"),),
    {"name": "digits"},
    rates=(0.1, 0.2),
    seeds=(50, 51),
    as_arm={"l2_and_sgd": "l2"},
    strengths={"l2": (WEAK, STRONG)},
    rates_of={"none": (0.1, 0.2, 0.3, 0.4)},
    metrics={"train_loss": last("train_loss")},
)


def strength_of(recipe) -> float:
    (l2,) = recipe["gradients"] if isinstance(recipe, dict) else recipe.gradients
    return l2["strength"] if isinstance(recipe, dict) else l2.strength


def strengths_tried(loss_of) -> list[dict]:
    jobs = WITH_STRENGTHS.tuning_jobs(5)
    losses = [
        loss_of(strength_of(job.recipe) if job.recipe["gradients"] else 0, job.recipe["optimizer"])
        for job in jobs
    ]
    return [results(job, loss) for job, loss in zip(jobs, losses, strict=True)]


def test_strengths_are_tried_at_each_rate_with_as_many_tries_for_an_arm_without():
    jobs = WITH_STRENGTHS.tuning_jobs(5)
    tried = [job.recipe for job in jobs if job.seed == 50]
    assert [recipe["optimizer"]["lr"] for recipe in tried[:4]] == [0.1, 0.2, 0.3, 0.4]
    assert [(strength_of(recipe), recipe["optimizer"]["lr"]) for recipe in tried[4:]] == [
        *((0.25, 0.1), (0.25, 0.2), (0.5, 0.1), (0.5, 0.2)),
    ]
    assert len(jobs) == 16


def test_best_strength_and_rate_are_found_together_and_named_in_the_summary():
    runs = strengths_tried(lambda strength, optimizer: -strength * (0.3 - optimizer["lr"]))
    found = WITH_STRENGTHS.found(runs)
    assert found["l2"] == replace(STRONG, optimizer=replace(STRONG.optimizer, lr=0.1))
    assert found["l2_and_sgd"] == Recipe(optimizer=SGD(lr=0.1)), "it takes over the rate alone"
    jobs = WITH_STRENGTHS.arm_jobs(2, runs)
    assert {strength_of(job.recipe) for job in jobs if job.labels["arm"] == "l2"} == {0.5}
    summary = WITH_STRENGTHS.summarize(runs + [results(job, 1.0) for job in jobs])
    assert summary["chosen"] == {"l2": 1} and summary["lr"]["l2"] == 0.1
    assert list(summary["pytorch"]) == ["train_loss"]


def test_what_is_best_can_be_judged_by_another_metric():
    jobs = TUNED.tuning_jobs(5)
    runs = []
    for job in jobs:
        rate = job.recipe["optimizer"]["lr"]
        run = results(job, rate)
        run["history"]["val_loss"] = [1 - rate, 1 + rate]
        runs.append(run)
    assert rates_of(TUNED.found(runs))["a"] == 0.1
    assert rates_of(replace(TUNED, judged_by=lowest("val_loss")).found(runs))["a"] == 0.2
