"""Claims whose arms each train at a learning rate of their own, found on seeds of their own."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cnncourse import data
from cnncourse.data.images import ImageData
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.comparison import NUM_STEPS, arm_jobs, trained_and_checked
from cnncourse.evidence.metrics import last, on_test, shortest_epoch
from cnncourse.evidence.statistics import compare
from cnncourse.recipe import Recipe

RATES = (0.0003, 0.001, 0.003)
TUNING_SEEDS = (100, 101)
"""Learning rates are chosen on other seeds than those that the arms are compared on."""
NUM_REPEATED = 2
"""Seeds that TensorFlow repeats, to show that the numbers do not depend on the framework."""

METRICS: Mapping = {
    "train_loss": last("train_loss"),
    "val_loss": last("val_loss"),
    "test_loss": on_test("loss"),
    "test_accuracy": on_test("accuracy"),
    "epoch_seconds": shortest_epoch,
}
TITLES = {
    "train_loss": "training loss (nats)",
    "val_loss": "validation loss (nats)",
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
    """

    arms: Mapping[str, Recipe]
    pairs: tuple[tuple[str, str], ...]
    dataset: Mapping
    rates: tuple[float, ...] = RATES
    seeds: tuple[int, ...] = TUNING_SEEDS
    as_arm: Mapping[str, str] = field(default_factory=dict)
    of_arm: Mapping[str, Mapping] = field(default_factory=dict)

    def tuning_jobs(self, num_seeds: int) -> list[Job]:
        """Each arm that is tuned, with each rate; the seeds are those of the tuning."""
        return [
            job
            for arm in self.arms
            if arm not in self.as_arm
            for rate in self.rates
            for job in self._jobs(arm, rate, self.seeds, "pytorch", f"tuning_{arm}")
        ]

    def arm_jobs(self, num_seeds: int, runs: list[dict]) -> list[Job]:
        """Each arm at its rate: all seeds in PyTorch, the first ones in TensorFlow, too."""
        rates = self.rates_found(runs)
        seeds = {"pytorch": num_seeds, "tensorflow": min(NUM_REPEATED, num_seeds)}
        return [
            job
            for framework, count in seeds.items()
            for seed in range(count)
            for arm, rate in rates.items()
            for job in self._jobs(arm, rate, [seed], framework, arm)
        ]

    def _jobs(self, arm: str, rate: float, seeds, framework: str, label: str) -> list[Job]:
        recipe = with_rate(self.arms[arm], rate)
        dataset = dict(self.dataset) | dict(self.of_arm.get(arm, {}))
        return arm_jobs({label: recipe}, seeds, (framework,), dataset)

    def rates_found(self, runs: list[dict]) -> dict[str, float]:
        """The rate of each arm: the one with the lowest mean validation loss after the last epoch.

        A rate at which a run diverged is out.
        """
        found = {}
        for arm in self.arms:
            tuned = self.as_arm.get(arm, arm)
            losses: dict[float, float] = {}
            for run in runs:
                if run["arm"] == f"tuning_{tuned}":
                    rate = run["recipe"]["optimizer"]["lr"]
                    loss = math.inf if run["diverged"] else last("val_loss")(run)
                    losses[rate] = losses.get(rate, 0.0) + loss
            found[arm] = min(losses, key=losses.get)
        return found

    def summarize(self, runs: list[dict]) -> dict:
        """The rates found; of each framework and metric the arms' intervals and the differences."""
        compared = [run for run in runs if run["arm"] in self.arms]
        return {"lr": self.rates_found(runs)} | compare(compared, METRICS, self.pairs)


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
    titles : mapping of str to str
        Of the arms; the metrics have theirs.
    **options
        Further fields of the `Claim`.
    """
    return Claim(
        name=name,
        sentence=sentence,
        jobs=tuned.tuning_jobs,
        then=tuned.arm_jobs,
        **trained_and_checked(load, checked_with, checked_steps),
        summarize=tuned.summarize,
        titles=TITLES | dict(titles),
        on_request=True,
        **options,
    )
