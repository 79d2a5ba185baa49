"""Claims whose arms each train at a rate, and a strength, of their own, found on other seeds."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cnncourse import data
from cnncourse.data.images import ImageData
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.comparison import (
    FIRST,
    NUM_STEPS,
    arm_jobs,
    loss_and_accuracy,
    recipe_of_seed,
    trained_and_checked,
)
from cnncourse.evidence.metrics import (
    Metric,
    epochs_to_lowest,
    last,
    lowest,
    on_test,
    shortest_epoch,
)
from cnncourse.evidence.statistics import compare
from cnncourse.recipe import Recipe

RATES = (0.0003, 0.001, 0.003)
TUNING_SEEDS = (100, 101)
"""Learning rates are chosen on other seeds than those that the arms are compared on."""
NUM_REPEATED = 2
"""Seeds that TensorFlow repeats, to show that the numbers do not depend on the framework."""

AT_THE_END = last("val_loss")

METRICS: Mapping = {
    "train_loss": last("train_loss"),
    "val_loss": AT_THE_END,
    "lowest_val_loss": lowest("val_loss"),
    "best_epoch": epochs_to_lowest("val_loss"),
    "test_loss": on_test("loss"),
    "test_accuracy": on_test("accuracy"),
    "epoch_seconds": shortest_epoch,
}
TITLES = {
    "train_loss": "training loss (nats)",
    "val_loss": "validation loss (nats)",
    "lowest_val_loss": "lowest validation loss (nats)",
    "best_epoch": "epochs to the lowest validation loss",
    "test_loss": "test loss (nats)",
    "test_accuracy": "test accuracy",
    "epoch_seconds": "shortest epoch (s)",
}


@dataclass(frozen=True)
class Tuned:
    """Arms, what they are trained on, and what is compared with what.

    Attributes
    ----------
    arms : mapping of str to Recipe
        The optimizer's learning rate is replaced by the one that is found.
    pairs : tuple of (str, str)
        Arms whose difference is wanted, first minus second.
    dataset : mapping
        `name` and options for the function that loads it.
    rates : tuple of float
        What is tried.
    seeds : tuple of int
        What it is tried on.
    as_arm : mapping of str to str
        Arms that take over the rate found for another one, instead of one of their own.
    of_arm : mapping of str to mapping
        Options that replace those of `dataset` for some arms, such as the size of the images.
    strengths : mapping of str to tuple of Recipe
        What is tried for some arms instead of the recipe in `arms`, each at each rate.
    rates_of : mapping of str to tuple of float
        What is tried for some arms instead of `rates`: as many as others have in all, say.
    first : mapping of str to Recipe
        What the networks of some arms are trained with before; it is not tuned.
    judged_by : callable
        The metric whose lowest mean over the tuning seeds is best.
    metrics : mapping of str to callable
        What is compared.
    """

    arms: Mapping[str, Recipe]
    pairs: tuple[tuple[str, str], ...]
    dataset: Mapping
    rates: tuple[float, ...] = RATES
    seeds: tuple[int, ...] = TUNING_SEEDS
    as_arm: Mapping[str, str] = field(default_factory=dict)
    of_arm: Mapping[str, Mapping] = field(default_factory=dict)
    strengths: Mapping[str, tuple[Recipe, ...]] = field(default_factory=dict)
    rates_of: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    first: Mapping[str, Recipe] = field(default_factory=dict)
    judged_by: Metric = AT_THE_END
    metrics: Mapping[str, Metric] = field(default_factory=lambda: METRICS)

    def tuning_jobs(self, num_seeds: int) -> list[Job]:
        """Each arm that is tuned, with all that is tried; the seeds are those of the tuning."""
        return [
            job
            for arm in self.arms
            if arm not in self.as_arm
            for recipe in self._tried(arm)
            for job in self._jobs(arm, recipe, self.seeds, "pytorch", f"tuning_{arm}")
        ]

    def arm_jobs(self, num_seeds: int, runs: list[dict]) -> list[Job]:
        """Each arm as it was found best: all seeds in PyTorch, the first in TensorFlow, too."""
        found = self.found(runs)
        seeds = {"pytorch": num_seeds, "tensorflow": min(NUM_REPEATED, num_seeds)}
        return [
            job
            for framework, count in seeds.items()
            for seed in range(count)
            for arm, recipe in found.items()
            for job in self._jobs(arm, recipe, [seed], framework, arm)
        ]

    def _tried(self, arm: str) -> list[Recipe]:
        return [
            with_rate(recipe, rate)
            for recipe in self.strengths.get(arm, (self.arms[arm],))
            for rate in self.rates_of.get(arm, self.rates)
        ]

    def _jobs(self, arm: str, recipe: Recipe, seeds, framework: str, label: str) -> list[Job]:
        dataset = dict(self.dataset) | dict(self.of_arm.get(arm, {}))
        jobs = arm_jobs({label: recipe}, seeds, (framework,), dataset)
        if arm in self.first:
            first = self.first[arm]
            jobs = [replace(j, more_recipes={FIRST: recipe_of_seed(first, j.seed)}) for j in jobs]
        return jobs

    def found(self, runs: list[dict]) -> dict[str, Recipe]:
        """The recipe of each arm: of those tried, the one with the lowest mean of `judged_by`.

        One of which a run diverged is out. An arm that takes over another one's rate takes nothing
        else of it.
        """
        best = {arm: self._best(arm, runs) for arm in self.arms if arm not in self.as_arm}
        return {
            arm: best[arm]
            if arm in best
            else with_rate(recipe, best[self.as_arm[arm]].optimizer.lr)
            for arm, recipe in self.arms.items()
        }

    def _best(self, arm: str, runs: list[dict]) -> Recipe:
        totals: dict[Recipe, float] = {}
        for run in runs:
            if run["arm"] == f"tuning_{arm}":
                recipe = Recipe.from_dict(run["recipe"] | {"seed": self.arms[arm].seed})
                loss = math.inf if run["diverged"] else self.judged_by(run)
                totals[recipe] = totals.get(recipe, 0.0) + loss
        return min(totals, key=totals.get)

    def summarize(self, runs: list[dict]) -> dict:
        """The rates found; of each framework and metric the arms' intervals and the differences.

        Of arms whose strength was tuned, `chosen` says which one was best, counted from 0.
        """
        found = self.found(runs)
        summary: dict = {"lr": {arm: recipe.optimizer.lr for arm, recipe in found.items()}}
        if self.strengths:
            summary["chosen"] = {
                arm: [with_rate(recipe, summary["lr"][arm]) for recipe in tried].index(found[arm])
                for arm, tried in self.strengths.items()
            }
        compared = [run for run in runs if run["arm"] in self.arms]
        return summary | compare(compared, self.metrics, self.pairs)


def with_rate(recipe: Recipe, rate: float) -> Recipe:
    """The recipe at another learning rate.

    Examples
    --------
    >>> with_rate(Recipe(), 0.01).optimizer.lr
    0.01
    """
    return replace(recipe, optimizer=replace(recipe.optimizer, lr=rate))


def tuned_comparison(
    name: str,
    sentence: str,
    tuned: Tuned,
    *,
    load: Callable[..., ImageData] = data.load,
    checked_with: Mapping | None = None,
    checked_steps: int = NUM_STEPS,
    test: Callable[..., dict] = loss_and_accuracy,
    titles: Mapping[str, str],
    **options,
) -> Claim:
    """Make the claim that compares arms, each at the learning rate that is best for it.

    Parameters
    ----------
    name, sentence
        As for a `Claim`.
    tuned : Tuned
    load : callable
        A function of a module that takes the data set's name and its options.
    checked_with : mapping, optional
        As for a `comparison`: {"precision": "float64"} for deep networks, which magnify the
        rounding of float32 within a few steps.
    checked_steps : int
        First steps to train again: few where even float64 does not last.
    test : callable
        A function of a module, as for `comparison.train_and_evaluate`.
    titles : mapping of str to str
        Of the arms, and of metrics that are not among `METRICS`.
    **options
        Further fields of the `Claim`.
    """
    return Claim(
        name=name,
        sentence=sentence,
        jobs=tuned.tuning_jobs,
        then=tuned.arm_jobs,
        **trained_and_checked(load, checked_with, checked_steps, test),
        summarize=tuned.summarize,
        titles=TITLES | dict(titles),
        on_request=True,
        **options,
    )
