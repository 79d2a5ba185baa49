"""What a claim is: a sentence, the jobs that measure it, and what their results add up to."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cnncourse.evidence.store import EvidenceError
from cnncourse.recipe import Recipe

_OWN = ("framework", "seed", "dataset", "settings", "recipe", "more_recipes")
"""Entries of a run that decide its result; the labels stand beside them."""


@dataclass(frozen=True)
class Job:
    """One run that a claim needs, in plain values: what decides its result, and its labels.

    Parameters
    ----------
    framework : str
        "pytorch" or "tensorflow"; "" where neither has a part in it.
    seed : int
    labels : mapping of str to str, int or float
        Names by which a summary finds the run, such as `arm`. They decide nothing: two jobs that
        differ in their labels alone are run once.
    recipe : dict, optional
        `Recipe.to_dict()`, with the seed.
    more_recipes : mapping of str to dict
        Others that the result depends on, such as that of the pretraining.
    dataset : mapping
        `name` and the options of the function that loads it.
    settings : mapping
        Whatever else decides the result, in values that JSON has.

    Examples
    --------
    >>> Job("pytorch", seed=3, labels={"arm": "noise"}, settings={"num_images": 100}).to_dict()
    {'arm': 'noise', 'framework': 'pytorch', 'seed': 3, 'settings': {'num_images': 100}}
    """

    framework: str
    seed: int
    labels: Mapping = field(default_factory=dict)
    recipe: dict | None = None
    more_recipes: Mapping[str, dict] = field(default_factory=dict)
    dataset: Mapping = field(default_factory=dict)
    settings: Mapping = field(default_factory=dict)

    def __post_init__(self):
        if taken := self.labels.keys() & set(_OWN):
            raise EvidenceError(
                f"A label is named {min(taken)!r}, as a part of a job is: rename it."
            )
        arm = self.labels.get("arm", "arm")
        # No dots and no minus: a path in the summary reads "pytorch.val_loss.adam-sgd.mean".
        if not re.fullmatch(r"\w+", arm):
            raise EvidenceError(f"An arm is named {arm!r}: use letters, digits and _ only.")

    def __str__(self) -> str:
        named = ", ".join(f"{name} {value}" for name, value in self.labels.items())
        return ", ".join(filter(None, (named, self.framework, f"seed {self.seed}")))

    def to_dict(self) -> dict:
        """The job as a run is stored with it: the labels, then what is not empty of the rest."""
        own = {name: getattr(self, name) for name in _OWN}
        filled = {name: value for name, value in own.items() if value not in (None, {}, "")}
        return dict(self.labels) | filled


def key_of(run: Mapping) -> str | None:
    """What decides the result of a stored run, or of `Job.to_dict()`, as one text.

    A recipe counts as it would be written today: a field that recipes did not have when the run
    was stored had what is its default now. None, where today's `Recipe` cannot read it.
    """
    try:
        recipe = run.get("recipe") and _as_today(run["recipe"])
        more = {name: _as_today(values) for name, values in run.get("more_recipes", {}).items()}
    except (ValueError, TypeError):
        return None
    plain = {name: run.get(name) or None for name in ("framework", "dataset", "settings")}
    decisive = plain | {"seed": run.get("seed"), "recipe": recipe, "more_recipes": more}
    return json.dumps(decisive, sort_keys=True)


def _as_today(recipe: dict) -> dict:
    return _read_today(json.dumps(recipe))


@lru_cache(maxsize=4096)
def _read_today(recipe: str) -> dict:
    return Recipe.from_dict(json.loads(recipe)).to_dict()


@dataclass(frozen=True)
class Verdict:
    """Which number decides about a claim.

    Parameters
    ----------
    path : str
        Of a paired difference in the summary: "pytorch.steps.momentum-adam".
    claimed : str
        What the sentence says of the first arm against the second: "lower" or "higher".
    """

    path: str
    claimed: str


def nothing_missing() -> str:
    """What a claim without special needs has for `missing`."""
    return ""


@dataclass(frozen=True)
class Claim:
    """A sentence of the book, and how the numbers behind it are measured.

    Parameters
    ----------
    name : str
        Name of the stored file: lower-case letters, digits and _.
    sentence : str
        What is claimed; what the measurement says is in the summary, not here.
    jobs : callable
        From a number of seeds to the list of `Job`.
    run : callable
        From a job and a device, "cpu" or "gpu", to the results: a dict of plain values. It is
        called in a process of its own, so it has a name there: a function of a module, or a
        `functools.partial` of one.
    summarize : callable
        From the runs, each a job with its results, to the nested summary; see
        `statistics.compare`.
    num_seeds : int
    then : callable, optional
        From the number of seeds and the runs of `jobs` to further jobs, where the results of the
        first, such as the best learning rate, decide what is run.
    first_losses : callable, optional
        From a job to the losses of its first steps, trained on a CPU, by which
        `current.check` finds out whether the code still gives what is stored. Without it, as for
        a wall time, only the versions are compared.
    verdict : Verdict, optional
        What decides; None for a question such as "which is best?".
    titles : mapping of str to str
        How tables and figures name the arms and metrics, with units.
    in_turn : bool
        Run the jobs one by one in their order, as wall times want it, and not two at a time.
    num_threads : int
        Of each process.
    device : str, optional
        "cpu" or "gpu", where the sentence is about it.
    on_request : bool
        Measure it only where it is asked for by name: it needs hours, gigabytes, or a GPU.
    missing : callable
        Returns one line on what is missing on this machine, such as the data, and how to get it;
        "" if nothing is.
    """

    name: str
    sentence: str
    jobs: Callable[[int], list[Job]]
    run: Callable[[Job, str], dict]
    summarize: Callable[[list[dict]], dict]
    num_seeds: int = 5
    then: Callable[[int, list[dict]], list[Job]] | None = None
    first_losses: Callable[[Job], list[float]] | None = None
    verdict: Verdict | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    in_turn: bool = False
    num_threads: int = 1
    device: str | None = None
    on_request: bool = False
    missing: Callable[[], str] = nothing_missing

    def all_jobs(self, runs: list[dict]) -> list[Job]:
        """The jobs of both stages; `runs` holds at least those of the first."""
        first = self.jobs(self.num_seeds)
        if self.then is None:
            return first
        return first + self.then(self.num_seeds, select(runs, first))


def select(runs: list[dict], jobs: list[Job]) -> list[dict]:
    """The runs that belong to jobs, in the jobs' order and with their labels.

    Raises
    ------
    EvidenceError
        If there is none for one of them.
    """
    found = {key_of(run): run for run in runs}
    return [_pick(found, job) | dict(job.labels) for job in jobs]


def _pick(found: dict, job: Job) -> dict:
    key = key_of(job.to_dict())
    if key not in found:
        raise EvidenceError(f"The run of {job} is missing: measure the claim again.")
    return found[key]
