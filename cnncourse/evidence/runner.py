"""Measures a claim: runs each of its jobs once, two at a time, going on where it was stopped."""

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from tqdm import tqdm

from cnncourse.evidence.claim import Claim, Job, key_of, select
from cnncourse.evidence.current import why_not_current
from cnncourse.evidence.environment import hardware, place_of, processes_with, versions
from cnncourse.evidence.journal import Journal
from cnncourse.evidence.store import (
    Evidence,
    EvidenceError,
    check_writable,
    directory,
    load,
    path_of,
    save,
)
from cnncourse.evidence.workers import Task, run_tasks

NUM_PROCESSES = 2
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

    A claim that is stored and current is returned as it is. A run that is stored with the same
    recipe, data, versions and kind of device is not repeated. Each run is written down as it
    finishes: a measurement that was killed goes on where it stopped.

    Parameters
    ----------
    claim : Claim
    num_seeds : int, optional
        Instead of the claim's own number.
    device : str
        Where to train: "cpu" by default, so that the numbers come again; "gpu"; or "auto", the
        GPU if every framework of the claim sees one.
    again : bool
        Repeat stored runs too.
    folder : Path, optional
        Where to store, instead of `store.directory()`.

    Raises
    ------
    EvidenceError
        Before anything is run, if there is no seed, the data or the device is missing, or another
        process is measuring the claim. Afterwards, if a process died, which costs its own run
        alone, or if the results cannot be summarized or stored.
    """
    folder = folder or directory()
    if num_seeds is not None and num_seeds < 1:
        raise EvidenceError(f"There are {num_seeds} seeds to measure with: use 1 or more.")
    check_writable(claim.name, folder)
    if missing := claim.missing():
        raise EvidenceError(missing)
    sized = replace(claim, num_seeds=num_seeds or claim.num_seeds)
    with processes_with(device, claim.num_threads), Journal(claim.name, folder) as journal:
        device = _device(sized, device)
        stored = _stored(claim.name, folder)
        untouched = stored and not (again or journal.entries) and _is_of(stored, device)
        if untouched and not why_not_current(sized, stored):
            return stored
        measurement = _Measurement(sized, device, journal, [] if again else _entries(stored))
        runs = measurement.run(sized.jobs(sized.num_seeds), progress)
        if sized.then:
            runs += measurement.run(sized.then(sized.num_seeds, runs), progress)
        evidence = Evidence(
            claim=claim.sentence,
            command=_command(claim.name, num_seeds, device),
            hardware=runs[-1]["hardware"],
            versions=versions(),
            measured=measurement.latest,
            summary=as_stored(claim.summarize(runs)),
            runs=runs,
        )
        save(claim.name, evidence, folder)
        journal.clear()
    return load(claim.name, folder)


class _Measurement:
    """The runs of a claim: those that are there, in the journal or stored, and those to be made."""

    def __init__(self, claim: Claim, device: str, journal: Journal, stored: list[dict]):
        self._claim, self._device, self._journal = claim, device, journal
        usable = [entry for entry in stored + journal.entries if self._is_usable(entry)]
        self._entries = {key_of(entry["run"]): entry for entry in usable}

    @property
    def latest(self) -> str:
        """ISO date of the latest run."""
        return max(entry["measured"] for entry in self._entries.values())

    def run(self, jobs: list[Job], progress: bool) -> list[dict]:
        """The runs of these jobs, in their order; those that are missing are made."""
        by_key = {key_of(job.to_dict()): job for job in jobs}
        todo = [job for key, job in by_key.items() if key not in self._entries]
        num_processes = 1 if self._claim.in_turn or self._device == "gpu" else NUM_PROCESSES
        tasks = [Task(job, run_job, (self._claim.run, job, self._device)) for job in todo]
        dead = []
        with tqdm(
            total=len(by_key),
            initial=len(by_key) - len(todo),
            desc=self._claim.name,
            unit="run",
            disable=not progress,
        ) as bar:
            for outcome in run_tasks(tasks, num_processes):
                if outcome.died:
                    dead.append(str(outcome.subject))
                    continue
                self._note(outcome.subject, outcome.result)
                bar.update()
        if dead:
            raise EvidenceError(
                f"The process of {'; '.join(dead)} died, of too little memory perhaps; the other "
                "runs are kept: give the same command again."
            )
        return select([entry["run"] for entry in self._entries.values()], jobs)

    def _note(self, job: Job, results: dict) -> None:
        # The job keeps all its digits, by which the run is found again.
        run = _plain(job.to_dict()) | as_stored(results)
        entry = {"measured": date.today().isoformat(), "versions": versions(), "run": run}
        self._journal.append(entry)
        self._entries[key_of(run)] = entry

    def _is_usable(self, entry: dict) -> bool:
        """Whether a run is one that would be made now; another CPU changes its times alone."""
        made_on = entry["run"].get("hardware")
        if key_of(entry["run"]) is None or made_on is None or entry["versions"] != versions():
            return False
        if self._claim.in_turn and made_on != hardware("cpu") | {"device": made_on["device"]}:
            return False
        return (made_on["device"] == "cpu") == (self._device == "cpu")


def run_job(run, job: Job, device: str) -> dict:
    """Run a job in this process: its results, with what it was made on and the seconds it took."""
    place = place_of(job.framework, device)
    start = time.perf_counter()
    results = run(job, device)
    took = time.perf_counter() - start
    return results | {"hardware": hardware("cpu") | {"device": place}, "took": took}


def _device(claim: Claim, asked: str) -> str:
    """The device to run on, "cpu" or "gpu", once it is sure that every framework sees it."""
    device = claim.device or asked
    if asked not in (device, "auto"):
        raise EvidenceError(
            f"{claim.name} is about the {device.upper()}: measure it with --device {device}."
        )
    if device == "cpu":
        return "cpu"
    frameworks = sorted({job.framework for job in claim.jobs(1)})
    tasks = [Task(name, place_of, (name, "gpu")) for name in frameworks]
    try:
        list(run_tasks(tasks, 1))
    except EvidenceError:
        if device == "gpu":
            raise
        return "cpu"
    return "gpu"


def _stored(name: str, folder: Path) -> Evidence | None:
    return load(name, folder) if path_of(name, folder).exists() else None


def _entries(stored: Evidence | None) -> list[dict]:
    """The runs of a stored measurement as a journal has them."""
    if stored is None:
        return []
    about = {"measured": stored.measured, "versions": stored.versions}
    return [about | {"run": {"hardware": stored.hardware} | run} for run in stored.runs]


def _is_of(stored: Evidence, device: str) -> bool:
    return (stored.hardware["device"] == "cpu") == (device == "cpu")


def _command(name: str, num_seeds: int | None, device: str) -> str:
    seeds = f" --seeds {num_seeds}" if num_seeds else ""
    return f"cnncourse evidence {name}{seeds}" + (" --device gpu" if device == "gpu" else "")


def as_stored(value):
    """Plain values as they come back from their file, so that a summary is the same afterwards.

    Examples
    --------
    >>> as_stored({"loss": (1 / 3, None)})
    {'loss': [0.33333333, None]}
    """
    return _rounded(_plain(value))


def _plain(value):
    return json.loads(json.dumps(value))


def _rounded(value):
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_rounded(entry) for entry in value]
    return value
