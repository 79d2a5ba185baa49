"""Whether a stored claim is current: made with what is here today, and still coming out of it."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from cnncourse.errors import CourseError
from cnncourse.evidence import claims
from cnncourse.evidence.claim import Claim, Job, key_of
from cnncourse.evidence.environment import PACKAGES_OF, differing_versions, processes_with, versions
from cnncourse.evidence.store import Evidence, EvidenceError, load
from cnncourse.evidence.workers import Task, run_tasks

RELATIVE, ABSOLUTE = 1e-3, 1e-5
"""How far the first losses may be from the stored ones: what float32 does on another processor."""


def why_not_current(claim: Claim, stored: Evidence) -> str:
    """Say why a stored claim is not current as far as that shows without training; "" if it is.

    Parameters
    ----------
    claim : Claim
    stored : Evidence
        Of this claim.

    Examples
    --------
    >>> claim = Claim("a", "A is best.", jobs=lambda n: [], run=dict, summarize=lambda runs: {})
    >>> why_not_current(claim, Evidence("A was best.", "", {}, {}, "2026-01-01", {}, []))
    'the sentence was another one'
    """
    if stored.claim != claim.sentence:
        return "the sentence was another one"
    used = {run.get("framework") for run in stored.runs} & PACKAGES_OF.keys()
    if differing := differing_versions(stored.versions, versions(), sorted(used)):
        return f"measured with {'; '.join(differing)}"
    try:
        jobs = claim.all_jobs(stored.runs)
    except EvidenceError:
        return "its recipes, data or seeds are not those of today"
    if {key_of(run) for run in stored.runs} != {key_of(job.to_dict()) for job in jobs}:
        return "its recipes, data or seeds are not those of today"
    if not _equal(claim.summarize(stored.runs), stored.summary):
        return "its runs are summed up in another way today"
    return ""


def load_current(name: str, folder: Path | None = None) -> Evidence:
    """Read a stored measurement that a page quotes.

    Of a benchmark only the versions are compared.

    Raises
    ------
    EvidenceError
        If it is missing, belongs to no claim, or is not current, as far as that shows without
        training; says how to measure it again.
    """
    stored = load(name, folder)
    if name in claims.BENCHMARKS:
        differing = differing_versions(stored.versions, versions(), PACKAGES_OF)
        reason = f"measured with {'; '.join(differing)}" if differing else ""
    else:
        reason = why_not_current(claims.find(name), stored)
    if reason:
        raise EvidenceError(f"{name} is not current, {reason}: run `{stored.command}`.")
    return stored


def _equal(found, stored) -> bool:
    """Whether two summaries say the same, but for the last digits."""
    if isinstance(found, dict) and isinstance(stored, dict):
        same = list(found) == list(stored)
        return same and all(_equal(found[name], stored[name]) for name in found)
    if isinstance(found, list | tuple) and isinstance(stored, list | tuple):
        return len(found) == len(stored) and all(map(_equal, found, stored))
    if isinstance(found, float) and isinstance(stored, float | int):
        return math.isclose(found, stored, rel_tol=1e-6, abs_tol=1e-9)
    return found == stored


@dataclass(frozen=True)
class Report:
    """What the check of a claim came to.

    Attributes
    ----------
    name : str
    is_current : bool or None
        None where it could not be tried on this machine.
    text : str
        Why not, or what was done.
    """

    name: str
    is_current: bool | None
    text: str

    def __str__(self) -> str:
        state = {True: "current", False: "NOT CURRENT", None: "not tried"}[self.is_current]
        return f"{self.name}: {state}, {self.text}"


def check(
    chosen: list[Claim], *, folder: Path | None = None, progress: bool = True
) -> list[Report]:
    """Train the first steps of one seed of every arm again, and compare them with the stored ones.

    Claims whose versions, recipes or data are others are not current without being tried, and
    those on wall times, which have no first steps, are by these alone.

    Parameters
    ----------
    chosen : list of Claim
    folder : Path, optional
        Of the stored measurements, instead of `store.directory()`.

    Returns
    -------
    list of Report
        One for each claim, in their order; none for one on request that was never measured.
    """
    reports, tasks = {}, []
    for claim in chosen:
        try:
            stored = load(claim.name, folder)
        except EvidenceError as error:
            if not claim.on_request:
                reports[claim.name] = Report(claim.name, False, str(error))
            continue
        reports[claim.name] = _judge_cheaply(claim, stored)
        if reports[claim.name] is None:
            tasks += _trials(claim, stored)
    mismatches: dict[str, list[str]] = {claim.name: [] for claim in chosen}
    tried = dict.fromkeys(mismatches, 0)
    with (
        processes_with("cpu", 1),
        tqdm(total=len(tasks), desc="first steps", unit="run", disable=not progress) as bar,
    ):
        for outcome in run_tasks(sorted(tasks, key=_dataset_of), 2):
            name, job, expected = outcome.subject
            tried[name] += 1
            if problem := _mismatch(outcome, expected):
                mismatches[name].append(f"{job} {problem}")
            bar.update()
    for name, report in reports.items():
        if report is None:
            text = (
                "; ".join(sorted(mismatches[name])[:3])
                or f"{tried[name]} first steps come out again"
            )
            reports[name] = Report(name, not mismatches[name], text)
    return list(reports.values())


def _judge_cheaply(claim: Claim, stored: Evidence) -> Report | None:
    """The report of a claim whose first steps need not or cannot be trained, else None."""
    if reason := why_not_current(claim, stored):
        return Report(claim.name, False, reason)
    if claim.first_losses is None:
        return Report(claim.name, True, "it is on wall times: the versions are those of today")
    if missing := claim.missing():
        return Report(claim.name, None, missing)
    return None


def _trials(claim: Claim, stored: Evidence) -> Iterator[Task]:
    """A task for the lowest seed of each arm, framework and whatever else the labels tell apart."""
    of_key = {key_of(run): run for run in stored.runs}
    lowest: dict[tuple, Job] = {}
    for job in sorted(claim.all_jobs(stored.runs), key=lambda job: job.seed):
        lowest.setdefault((job.framework, *job.labels.items()), job)
    for job in lowest.values():
        expected = stored_losses(of_key[key_of(job.to_dict())])
        yield Task((claim.name, job, expected), try_again, (claim.first_losses, job))


def _dataset_of(task: Task) -> str:
    """What a task trains on: a process makes it once for tasks that follow each other."""
    _, job, _ = task.subject
    return json.dumps(_without_holdout(job).dataset, sort_keys=True)


def stored_losses(run: dict) -> list[float]:
    """The losses of the first steps of a stored run."""
    if "first_losses" in run:
        return run["first_losses"]
    return run["history"]["loss"]


def try_again(first_losses, job: Job) -> list[float] | str:
    """The losses of the first steps, or the line that says why they cannot be trained."""
    try:
        return first_losses(_without_holdout(job))
    except CourseError as error:
        return str(error)


def _without_holdout(job: Job) -> Job:
    """The job with next to no tiles that no step sees: making them takes longer than the steps."""
    if "holdout_per_class" not in job.dataset:
        return job
    return replace(job, dataset=dict(job.dataset) | {"holdout_per_class": 1})


def _mismatch(outcome, expected: list[float]) -> str:
    """In what way the losses are others than those stored; "" if they are the same."""
    if outcome.died:
        return "died"
    if isinstance(outcome.result, str):
        return f"cannot be trained: {outcome.result}"
    found, stored = outcome.result, expected[: len(outcome.result) or None]
    if len(found) != len(stored):
        return f"has {len(found)} losses that are numbers, stored are {len(stored)}"
    for step, (now, before) in enumerate(zip(found, stored, strict=True)):
        if not math.isclose(now, before, rel_tol=RELATIVE, abs_tol=ABSOLUTE):
            return f"has the loss {now:.6g} at step {step}, stored is {before:.6g}"
    return ""
