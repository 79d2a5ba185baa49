"""Claim on what to train of a pretrained network: all layers, the last alone, the first slowly."""

from dataclasses import replace

from cnncourse import Adam, Freeze, LayerRate
from cnncourse.evidence.claim import Claim, Job, Verdict
from cnncourse.evidence.claims.fine_tuning import (
    DEGREES,
    FINE_TUNING,
    NUM_TUNING_SEEDS,
    PER_CLASS,
    PRETRAINING,
    TRIED,
    fine_tune,
    first_losses,
)
from cnncourse.evidence.claims.optimizers import FIRST_TUNING_SEED, NETWORKS, summarize_tries
from cnncourse.evidence.comparison import recipe_of_seed
from cnncourse.evidence.statistics import compare
from cnncourse.frameworks import FRAMEWORKS

NETWORK = NETWORKS["plain"]
RULES = {
    "all": (),
    "head": (Freeze(-1),),
    "first_frozen": (Freeze(1),),
    "slower": (LayerRate(-1, factor=0.1),),
}
METRICS = ("test_loss", "test_accuracy", "distance")


def tuning_jobs(num_seeds: int) -> list[Job]:
    """Each arm at each of the rates, in PyTorch, on seeds kept for tuning."""
    return [
        _job(arm, lr, "pytorch", seed, "tuning")
        for seed in range(FIRST_TUNING_SEED, FIRST_TUNING_SEED + NUM_TUNING_SEEDS)
        for arm in RULES
        for lr in TRIED["adam"]
    ]


def comparison_jobs(num_seeds: int, runs: list[dict]) -> list[Job]:
    """Each arm at the rate that the tuning found best, on fresh seeds, in both frameworks."""
    found = _tuned(runs)
    return [
        _job(arm, found[arm]["best_lr"], framework, seed, "comparison")
        for seed in range(num_seeds)
        for framework in FRAMEWORKS
        for arm in RULES
    ]


def _job(arm: str, lr: float, framework: str, seed: int, stage: str) -> Job:
    recipe = replace(NETWORK, optimizer=Adam(lr=lr), weights=RULES[arm], **FINE_TUNING)
    return Job(
        framework,
        seed,
        labels={"arm": arm, "lr": lr, "stage": stage},
        recipe=recipe_of_seed(recipe, seed),
        more_recipes={"pretraining": recipe_of_seed(replace(NETWORK, **PRETRAINING), seed)},
        dataset={"name": "digits"},
        settings={"degrees": DEGREES, "per_class": PER_CLASS},
    )


def _tuned(runs: list[dict]) -> dict:
    tries = [run for run in runs if run["stage"] == "tuning"]
    return {arm: summarize_tries([run for run in tries if run["arm"] == arm]) for arm in RULES}


def summarize(runs: list[dict]) -> dict:
    """What the tuning found, and the arms compared in each framework."""
    compared = [run for run in runs if run["stage"] == "comparison"]
    by_name = {name: lambda run, name=name: run[name] for name in METRICS}
    pairs = [(arm, "all") for arm in RULES if arm != "all"]
    return {"tuned": _tuned(runs)} | compare(compared, by_name, pairs)


CLAIMS = (
    Claim(
        name="freezing",
        sentence="With five tilted digits of each class, a pretrained network of which only the "
        "last layer is trained ends with a higher test loss than one that is trained as a whole.",
        jobs=tuning_jobs,
        then=comparison_jobs,
        run=fine_tune,
        first_losses=first_losses,
        summarize=summarize,
        num_seeds=10,
        verdict=Verdict("pytorch.test_loss.head-all", claimed="higher"),
        titles={
            "all": "all layers",
            "head": "the last layer alone",
            "first_frozen": "all but the first layer",
            "slower": "all layers, those before the last at a tenth",
            "test_loss": "test loss (nats)",
            "test_accuracy": "test accuracy",
            "distance": "length of the change of all kernels",
        },
    ),
)
