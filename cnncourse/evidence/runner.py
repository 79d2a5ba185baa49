"""Measures a claim: every arm, seed and framework once, picking up where it was interrupted."""

import json
import math
import os
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

from tqdm import tqdm

from cnncourse import data
from cnncourse.errors import DivergedError
from cnncourse.evidence.claim import Claim, Comparison
from cnncourse.evidence.environment import hardware, versions
from cnncourse.evidence.store import (
    Evidence,
    EvidenceError,
    check_writable,
    directory,
    load,
    path_of,
    save,
)
from cnncourse.frameworks import backend
from cnncourse.recipe import Recipe

SIGNIFICANT_DIGITS = 8
"""Of stored results: what float32 can tell apart, at half the size of the file."""


def measure(
    claim: Claim,
    *,
    num_seeds: int | None = None,
    device: str = "cpu",
    again: bool = False,
    folder: Path | None = None,
    progress: bool = True,
) -> Evidence:
    """Measure a claim, store the result and return it as stored.

    A run of a `Comparison` that is stored with the same recipe, data, versions and machine is
    not repeated. Each run is stored as it finishes, so that an interrupted measurement goes on
    where it stopped.

    Parameters
    ----------
    claim : Comparison or Measurement
    num_seeds : int, optional
        Instead of the claim's own number.
    device : str
        Where to train; the CPU by default, so that the numbers come again.
    again : bool
        Repeat stored runs too.
    folder : Path, optional
        Where to store, instead of `store.directory()`.

    Raises
    ------
    EvidenceError
        If there is no seed, or the results cannot be summarized or stored.
    """
    folder = folder or directory()
    seeds = tuple(range(claim.num_seeds if num_seeds is None else num_seeds))
    if not seeds:
        raise EvidenceError(f"There are {num_seeds} seeds to measure with: use 1 or more.")
    check_writable(claim.name, folder)
    blank = Evidence(
        claim=claim.sentence,
        command=f"cnncourse evidence {claim.name}" + (f" --seeds {num_seeds}" if num_seeds else ""),
        hardware=hardware(device),
        versions=versions(),
        measured=date.today().isoformat(),
        summary={},
        runs=[],
    )
    if isinstance(claim, Comparison):
        earlier = [] if again else _earlier(claim.name, blank, folder)
        evidence = _run_arms(claim, seeds, blank, earlier, folder, progress)
        evidence = replace(evidence, summary=claim.summarize(evidence.runs))
    else:
        summary, runs = claim.measure(seeds)
        evidence = replace(blank, summary=summary, runs=runs)
    save(claim.name, evidence, folder)
    path_of(claim.name, _unfinished(folder)).unlink(missing_ok=True)
    return load(claim.name, folder)


def _unfinished(folder: Path) -> Path:
    """Where the runs of an interrupted measurement wait to be picked up."""
    return folder / ".unfinished"


def _earlier(name: str, blank: Evidence, folder: Path) -> list[Evidence]:
    """What is stored of a claim, finished or not, in the environment of `blank`."""
    found = []
    for place in (folder, _unfinished(folder)):
        if os.path.exists(path_of(name, place)):
            stored = load(name, place)
            if (stored.versions, stored.hardware) == (blank.versions, blank.hardware):
                found.append(stored)
    return found


def _run_arms(
    claim: Comparison,
    seeds: tuple[int, ...],
    blank: Evidence,
    earlier: list[Evidence],
    folder: Path,
    progress: bool,
) -> Evidence:
    """All runs of a comparison, seed by seed, those of `earlier` taken from there."""
    load_images = claim.load or data.load
    images = cache(lambda: load_images(claim.dataset, **claim.dataset_options))
    dataset = {"name": claim.dataset, **claim.dataset_options}
    known = {_key(run): run for stored in earlier for run in stored.runs}
    measured = max((stored.measured for stored in earlier), default=blank.measured)
    runs = []
    jobs = list(product(seeds, claim.arms.items(), claim.frameworks))
    for seed, (arm, recipe), framework in tqdm(jobs, claim.name, unit="run", disable=not progress):
        recipe = replace(recipe, seed=seed)
        job = {
            "arm": arm,
            "framework": framework,
            "seed": seed,
            "dataset": dataset,
            "recipe": recipe.to_dict(),
        }
        if _key(job) not in known:
            results = _train(framework, recipe, images(), blank.hardware["device"])
            known[_key(job)] = _as_stored(job | results)
            measured = blank.measured
            save(claim.name, replace(blank, runs=list(known.values())), _unfinished(folder))
        runs.append(known[_key(job)] | {"arm": arm})
    return replace(blank, runs=runs, measured=measured)


def _key(run: dict) -> str:
    """What decides the result of a run, within one environment; the name of its arm does not."""
    # A field that recipes did not have yet when the run was stored had what is its default now.
    recipe = Recipe.from_dict(run["recipe"]).to_dict()
    return json.dumps([recipe, run["dataset"], run["framework"]], sort_keys=True)


def _train(framework: str, recipe, images, device: str) -> dict:
    """The results of one run: its history and test results, or where it diverged."""
    package = backend(framework)
    try:
        model, history = package.fit(recipe, images, device=device, progress=False)
    except DivergedError as error:
        return _diverged(error.step, error.epoch)
    loss, accuracy = package.evaluate(model, images.test, recipe)
    if not all(map(math.isfinite, (*history.grad_norm, *history.val_loss, loss))):
        # Only the update of the very last step can do this unnoticed by the step after it.
        return _diverged(len(history.loss) - 1, recipe.num_epochs - 1)
    test = {"loss": loss, "accuracy": accuracy}
    return {"history": history.to_dict(), "test": test, "diverged": None}


def _diverged(step: int, epoch: int) -> dict:
    return {"history": None, "test": None, "diverged": {"step": step, "epoch": epoch}}


def _as_stored(run: dict) -> dict:
    """The run as it comes back from its file, so that a summary is the same before and after."""
    return json.loads(json.dumps(_rounded(run)))


def _rounded(value):
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_rounded(entry) for entry in value]
    return value
