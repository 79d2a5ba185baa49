"""The usual claim: recipes, each trained from the same seeds and judged on the test split."""

import json
import math
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from cnncourse import data
from cnncourse.data.images import ImageData, Split
from cnncourse.errors import DivergedError
from cnncourse.evidence.claim import Claim, Job
from cnncourse.frameworks import FRAMEWORKS, backend
from cnncourse.recipe import Recipe

NUM_STEPS = 5
"""First steps that are trained again to see whether a stored run still comes out."""
FIRST = "first"
"""Among a job's `more_recipes`: what its network is trained with before."""


def comparison(
    name: str,
    sentence: str,
    arms: Mapping[str, Recipe],
    *,
    summarize: Callable[[list[dict]], dict],
    dataset: Mapping | None = None,
    load: Callable[..., ImageData] = data.load,
    frameworks: tuple[str, ...] = tuple(FRAMEWORKS),
    checked_with: Mapping | None = None,
    **options,
) -> Claim:
    """Make the claim that compares recipes.

    Parameters
    ----------
    name, sentence, summarize
        As for a `Claim`.
    arms : mapping of str to Recipe
        What is compared. The seed of the recipes is replaced by each of the seeds.
    dataset : mapping, optional
        `name` and options for `load`; digits without it.
    load : callable
        A function of a module that takes the name and the options.
    frameworks : tuple of str
        Where each run is made.
    checked_with : mapping, optional
        Fields of the recipes to change when their first steps are trained on a CPU, so that the
        losses come again on any: {"precision": "float64"}.
    **options
        Further fields of the `Claim`.

    Examples
    --------
    >>> claim = comparison("a", "A is best.", {"a": Recipe()}, summarize=dict)
    >>> [str(job) for job in claim.jobs(1)]
    ['arm a, pytorch, seed 0', 'arm a, tensorflow, seed 0']
    """
    dataset = dataset or {"name": "digits"}
    return Claim(
        name=name,
        sentence=sentence,
        jobs=lambda num_seeds: arm_jobs(arms, range(num_seeds), frameworks, dataset),
        **trained_and_checked(load, checked_with),
        summarize=summarize,
        **options,
    )


def loss_and_accuracy(framework: str, model, split: Split, recipe: Recipe) -> dict:
    """What is kept of the test of a trained model, unless a claim wants more."""
    loss, accuracy = backend(framework).evaluate(model, split, recipe)
    return {"loss": loss, "accuracy": accuracy}


def trained_and_checked(
    load: Callable[..., ImageData],
    checked_with: Mapping | None = None,
    checked_steps: int = NUM_STEPS,
    test: Callable[..., dict] = loss_and_accuracy,
) -> dict:
    """The fields of a `Claim` that train its jobs, and train their first steps again."""
    how = {"load": load, "changes": dict(checked_with or {}), "num_steps": checked_steps}
    return {
        "run": partial(train_and_evaluate, **how, test=test),
        "first_losses": partial(first_losses, **how),
    }


def arm_jobs(arms: Mapping[str, Recipe], seeds, frameworks, dataset: Mapping) -> list[Job]:
    """A job for each seed, arm and framework, in this order."""
    return [
        Job(
            framework,
            seed,
            labels={"arm": arm},
            recipe=recipe_of_seed(recipe, seed),
            dataset=dataset,
        )
        for seed in seeds
        for arm, recipe in arms.items()
        for framework in frameworks
    ]


def recipe_of_seed(recipe: Recipe, seed: int) -> dict:
    """The recipe with that seed, as plain values.

    Examples
    --------
    >>> recipe_of_seed(Recipe(), 7)["seed"]
    7
    """
    return recipe.to_dict() | {"seed": seed}


def train_and_evaluate(
    job: Job,
    device: str,
    *,
    load: Callable[..., ImageData] = data.load,
    test: Callable[..., dict] = loss_and_accuracy,
    changes: Mapping | None = None,
    num_steps: int = NUM_STEPS,
) -> dict:
    """The results of one run: its history and test results, or where it diverged.

    Parameters
    ----------
    job : Job
    device : str
    load : callable
        As for a `comparison`.
    test : callable
        From a framework's name, a trained model, the test split and the recipe to plain values,
        with a `loss` among them.
    changes, num_steps
        As `first_losses` takes them.

    Returns
    -------
    dict
        `history`, `test` (what `test` returns), `diverged` (`step`, `epoch`, or None); and
        `first_losses`, where the history does not have them, or not those of a CPU.
    """
    recipe, images = Recipe.from_dict(job.recipe), images_of(job.dataset, load)
    how = {"device": device, "progress": False}
    try:
        model, history = _fit(job, recipe, images, **how)
        tested = test(job.framework, model, images.test, recipe)
        if not all(map(math.isfinite, (*history.grad_norm, *history.val_loss, tested["loss"]))):
            # Only the update of the very last step can do this unnoticed by the step after it.
            raise DivergedError(len(history.loss) - 1, len(history.val_loss) - 1, tested["loss"])
    except DivergedError as error:
        where = {"step": error.step, "epoch": error.epoch}
        results = {"history": None, "test": None, "diverged": where}
    else:
        results = {"history": history.to_dict(), "test": tested, "diverged": None}
    if changes or device != "cpu" or results["diverged"] or FIRST in job.more_recipes:
        results["first_losses"] = first_losses(job, load=load, changes=changes, num_steps=num_steps)
    return results


def first_losses(
    job: Job,
    *,
    load: Callable[..., ImageData] = data.load,
    changes: Mapping | None = None,
    num_steps: int = NUM_STEPS,
) -> list[float]:
    """Train the first steps of a job on the CPU: their losses, none if one is no number.

    What comes before is trained for as few steps: many would carry the rounding of one processor
    into the losses.
    """
    recipe = Recipe.from_dict(job.recipe | dict(changes or {}))
    images = images_of(job.dataset, load)
    how = {"device": "cpu", "progress": False, "stop_after": num_steps}
    try:
        return _fit(job, recipe, images, changes, **how).history.loss
    except DivergedError:
        return []


def _fit(job: Job, recipe: Recipe, images: ImageData, changes: Mapping | None = None, **how):
    """Train with a recipe, from where the job's `FIRST` recipe has led if it has one."""
    fit, start = backend(job.framework).fit, None
    if first := job.more_recipes.get(FIRST):
        start = fit(Recipe.from_dict(first | dict(changes or {})), images, **how).model
    return fit(recipe, images, start=start, **how)


def images_of(dataset: Mapping, load: Callable[..., ImageData] = data.load) -> ImageData:
    """The images of a job; those of the last one are kept for the next."""
    return _loaded(json.dumps(dict(dataset), sort_keys=True), load)


@lru_cache(maxsize=1)
def _loaded(dataset: str, load: Callable[..., ImageData]) -> ImageData:
    options = json.loads(dataset)
    return load(options.pop("name"), **options)
