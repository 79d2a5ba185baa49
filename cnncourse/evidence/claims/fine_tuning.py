"""Claim on fine-tuning: which optimizer to fine-tune a network with."""

import json
from dataclasses import replace
from functools import lru_cache

import numpy as np
from scipy.ndimage import rotate

from cnncourse import SGD, Adam, DivergedError, Recipe
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.claim import Claim, Job, Verdict
from cnncourse.evidence.claims.optimizers import FIRST_TUNING_SEED, NETWORKS, summarize_tries
from cnncourse.evidence.comparison import NUM_STEPS, images_of, recipe_of_seed
from cnncourse.evidence.statistics import compare
from cnncourse.frameworks import backend

DEGREES = 30
PER_CLASS = 5
OPTIMIZERS = {"momentum": SGD(momentum=0.9), "adam": Adam()}
# As many learning rates for the one as for the other, two a decade.
TRIED = {
    "momentum": (0.001, 0.003, 0.01, 0.03, 0.1),
    "adam": (0.0001, 0.0003, 0.001, 0.003, 0.01),
}
ARMS = {
    "momentum": ("pretrained", "momentum"),
    "adam": ("pretrained", "adam"),
    "scratch_momentum": ("scratch", "momentum"),
    "scratch_adam": ("scratch", "adam"),
}
PRETRAINING = {"optimizer": Adam(lr=0.003), "num_epochs": 10}
FINE_TUNING = {"batch_size": 10, "num_epochs": 20}
NUM_TUNING_SEEDS = 5


def tilted(images: ImageData, degrees: float, per_class: int, seed: int) -> ImageData:
    """The same images, tilted, with few of them to train on.

    Parameters
    ----------
    images : ImageData
    degrees : float
        Counterclockwise, about the center; pixels from outside are black.
    per_class : int
        Training images of each class, drawn with `seed`; the other splits stay whole.

    Examples
    --------
    >>> from cnncourse import data
    >>> len(tilted(data.load("digits"), degrees=30, per_class=2, seed=0).train.labels)
    20
    """
    rng = np.random.default_rng(seed)
    labels = images.train.labels
    kept = np.concatenate(
        [
            rng.permutation(np.flatnonzero(labels == label))[:per_class]
            for label in range(images.num_classes)
        ]
    )
    few = Split(images.train.images[kept], labels[kept])

    def turn(split: Split) -> Split:
        turned = rotate(split.images, degrees, axes=(2, 1), reshape=False, order=1)
        return Split(turned, split.labels)

    return replace(images, train=turn(few), val=turn(images.val), test=turn(images.test))


def tuning_jobs(num_seeds: int) -> list[Job]:
    """Each arm of each network at each of its rates, in PyTorch, on seeds kept for tuning."""
    return [
        _job(network, arm, lr, "pytorch", seed, "tuning")
        for seed in range(FIRST_TUNING_SEED, FIRST_TUNING_SEED + NUM_TUNING_SEEDS)
        for network in NETWORKS
        for arm, (_, optimizer) in ARMS.items()
        for lr in TRIED[optimizer]
    ]


def comparison_jobs(num_seeds: int, runs: list[dict]) -> list[Job]:
    """Each arm at the rate that the tuning found best, on fresh seeds, in both frameworks."""
    best = {network: _tuned(runs, network) for network in NETWORKS}
    return [
        _job(network, arm, best[network][arm]["best_lr"], framework, seed, "comparison")
        for seed in range(num_seeds)
        for network in NETWORKS
        for framework in ("pytorch", "tensorflow")
        for arm in ARMS
    ]


def _tuned(runs: list[dict], network: str) -> dict:
    tries = [run for run in runs if (run["stage"], run["network"]) == ("tuning", network)]
    return {arm: summarize_tries([run for run in tries if run["arm"] == arm]) for arm in ARMS}


def _job(network: str, arm: str, lr: float, framework: str, seed: int, stage: str) -> Job:
    begin, optimizer = ARMS[arm]
    changed = replace(OPTIMIZERS[optimizer], lr=lr)
    recipe = replace(NETWORKS[network], optimizer=changed, **FINE_TUNING)
    before = {"pretraining": replace(NETWORKS[network], **PRETRAINING)}
    return Job(
        framework,
        seed,
        labels={"network": network, "arm": arm, "lr": lr, "stage": stage},
        recipe=recipe_of_seed(recipe, seed),
        more_recipes={
            name: recipe_of_seed(of, seed) for name, of in before.items() if begin == "pretrained"
        },
        dataset={"name": "digits"},
        settings={"degrees": DEGREES, "per_class": PER_CLASS},
    )


def fine_tune(job: Job, device: str) -> dict:
    """Train on the few tilted images, from the pretrained weights or from new ones."""
    package, recipe = backend(job.framework), Recipe.from_dict(job.recipe)
    few = _few(job)
    model = _beginning(job, few, _pretrained(*_pretraining(job), device))
    before = package.get_weights(model)
    results = {
        "test_loss_before": package.evaluate(model, few.test, recipe)[0],
        "first_losses": first_losses(job),
    }
    try:
        history = package.train(model, few, recipe, device=device, progress=False)
    except DivergedError:
        nothing = dict.fromkeys(("val_loss", "test_loss", "test_accuracy", "distance"))
        return results | nothing
    test_loss, test_accuracy = package.evaluate(model, few.test, recipe)
    return results | {
        "val_loss": history.val_loss[-1],
        "test_loss": test_loss,
        "test_accuracy": test_accuracy,
        "distance": _distance(before, package.get_weights(model)),
    }


def first_losses(job: Job) -> list[float]:
    """The losses of the first steps from weights that were pretrained for as few, on the CPU.

    Many steps of pretraining would carry the rounding of one processor into the losses.
    """
    package, few = backend(job.framework), _few(job)
    model = _beginning(job, few, _pretrained(*_pretraining(job), "cpu", NUM_STEPS))
    how = {"device": "cpu", "progress": False, "stop_after": NUM_STEPS}
    try:
        return package.train(model, few, Recipe.from_dict(job.recipe), **how).loss
    except DivergedError:
        return []


def _few(job: Job) -> ImageData:
    images = images_of(job.dataset)
    return tilted(images, job.settings["degrees"], job.settings["per_class"], job.seed)


def _beginning(job: Job, few: ImageData, weights: list[np.ndarray] | None):
    """The model before fine-tuning: with these weights, or with new ones where there are none."""
    package = backend(job.framework)
    model = package.build_model(Recipe.from_dict(job.recipe), few.image_shape, few.num_classes)
    if weights is not None:
        package.set_weights(model, weights)
    return model


def _pretraining(job: Job) -> tuple[str, str, str]:
    """What decides the pretrained weights, as texts; an empty recipe for new weights."""
    recipe = job.more_recipes.get("pretraining")
    return job.framework, json.dumps(recipe) if recipe else "", json.dumps(dict(job.dataset))


@lru_cache(maxsize=4)
def _pretrained(
    framework: str, recipe: str, dataset: str, device: str, stop_after: int | None = None
) -> list[np.ndarray] | None:
    """The weights of a network trained on the upright images; kept, as several jobs begin there."""
    if not recipe:
        return None
    package = backend(framework)
    how = {"device": device, "progress": False}
    if stop_after:
        how["stop_after"] = stop_after
    images = images_of(json.loads(dataset))
    model, _ = package.fit(Recipe.from_dict(json.loads(recipe)), images, **how)
    return package.get_weights(model)


def _distance(before: list[np.ndarray], after: list[np.ndarray]) -> float:
    """How far the kernels have moved: the length of the difference, over all of them."""
    moved = [np.square(a - b).sum() for a, b in zip(after, before, strict=True) if a.ndim > 1]
    return float(np.sqrt(sum(moved)))


def summarize(runs: list[dict]) -> dict:
    """By network: what the tuning found, and the arms compared in each framework."""
    metrics = ("test_loss", "test_accuracy", "test_loss_before", "distance")
    by_name = {name: lambda run, name=name: run[name] for name in metrics}
    summary = {}
    for network in NETWORKS:
        chosen = ("comparison", network)
        compared = [run for run in runs if (run["stage"], run["network"]) == chosen]
        summary[network] = {"tuned": _tuned(runs, network)} | compare(compared, by_name)
    return summary


CLAIMS = (
    Claim(
        name="fine_tuning",
        sentence="SGD with momentum fine-tunes a pretrained network better than Adam does.",
        jobs=tuning_jobs,
        then=comparison_jobs,
        run=fine_tune,
        first_losses=first_losses,
        summarize=summarize,
        num_seeds=10,
        verdict=Verdict("plain.pytorch.test_loss.momentum-adam", claimed="lower"),
        titles={
            "momentum": "momentum, pretrained",
            "adam": "Adam, pretrained",
            "scratch_momentum": "momentum, from scratch",
            "scratch_adam": "Adam, from scratch",
            "test_loss": "test loss (nats)",
            "test_loss_before": "test loss before fine-tuning (nats)",
            "test_accuracy": "test accuracy",
            "distance": "length of the change of all kernels",
        },
    ),
)
