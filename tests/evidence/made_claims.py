"""Claims for the tests, whose jobs take no time; a process of the runner can import them."""

import os
import signal
import time
from pathlib import Path

from cnncourse import SGD, Adam
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.comparison import recipe_of_seed
from cnncourse.evidence.metrics import last
from cnncourse.evidence.statistics import compare
from cnncourse.recipe import Recipe

ARMS = {"adam": Recipe(optimizer=Adam(lr=0.25), seed=99), "sgd": Recipe(optimizer=SGD(lr=0.5))}


def jobs(num_seeds: int, folder: Path, arms=None) -> list[Job]:
    """A job for each seed, arm and framework, noted in a folder when it is run."""
    return [
        Job(
            framework,
            seed,
            labels={"arm": arm},
            recipe=recipe_of_seed(recipe, seed),
            settings={"folder": str(folder)},
        )
        for seed in range(num_seeds)
        for arm, recipe in (arms or ARMS).items()
        for framework in ("pytorch", "tensorflow")
    ]


def run(job: Job, device: str) -> dict:
    """Train at once: the losses are decided by the recipe; a file notes who was asked."""
    folder = Path(job.settings["folder"])
    with open(folder / "calls.txt", "a", encoding="utf-8") as file:
        file.write(f"{job.framework} {job.labels['arm']} {job.seed} {device} {os.getpid()}\n")
    if (folder / f"die_{job.labels['arm']}_{job.seed}").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    if (folder / f"fail_{job.labels['arm']}_{job.seed}").exists():
        raise ZeroDivisionError(f"seed {job.seed}")
    while (folder / f"wait_{job.labels['arm']}_{job.seed}").exists():
        time.sleep(0.01)
    losses = first_losses(job)
    history = {"loss": losses, "val_loss": losses[-1:]}
    return {"history": history, "test": {"loss": 1 / 3, "accuracy": 0.5}, "diverged": None}


def first_losses(job: Job) -> list[float]:
    """Losses that the recipe decides, but for what a file in the folder adds."""
    changed = Path(job.settings["folder"], "change.txt")
    change = float(changed.read_text()) if changed.exists() else 0.0
    return [2.0, job.recipe["optimizer"]["lr"] + job.seed / 3 + change]


def summarize(runs: list[dict]) -> dict:
    """The usual summary."""
    return compare(runs, {"loss": last("loss")})


def made_claim(folder: Path, arms=None, **options) -> Claim:
    """Two arms, two seeds, two frameworks; `folder` is where the jobs leave their notes."""
    values = {
        "name": "adam_or_sgd",
        "sentence": "Adam or SGD?",
        "jobs": lambda num_seeds: jobs(num_seeds, folder, arms),
        "run": run,
        "first_losses": first_losses,
        "summarize": summarize,
        "num_seeds": 2,
    }
    return Claim(**(values | options))


def calls(folder: Path) -> list[list[str]]:
    """[framework, arm, seed, device, process] of each job that was begun, in this order."""
    file = folder / "calls.txt"
    return [line.split() for line in file.read_text().splitlines()] if file.exists() else []
