"""Claim of the chapter on losses and optimizers: which optimizer to fine-tune a network with."""

from dataclasses import replace

import numpy as np
from scipy.ndimage import rotate

from cnncourse import SGD, Adam, DivergedError, data
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.claim import Measurement
from cnncourse.evidence.claims.optimizers import FIRST_TUNING_SEED, NETWORKS, summarize_tries
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


def _measure(seeds: tuple[int, ...]) -> tuple[dict, list[dict]]:
    images = data.load("digits")
    summary, rows = {}, []
    for network in NETWORKS:
        tuning_seeds = range(FIRST_TUNING_SEED, FIRST_TUNING_SEED + NUM_TUNING_SEEDS)
        tries = [
            _fine_tune(network, arm, lr, "pytorch", start, images)
            for start in _pretrain(network, "pytorch", tuning_seeds, images)
            for arm, (_, optimizer) in ARMS.items()
            for lr in TRIED[optimizer]
        ]
        tuned = {arm: summarize_tries([r for r in tries if r["arm"] == arm]) for arm in ARMS}
        runs = [
            _fine_tune(network, arm, tuned[arm]["best_lr"], framework, start, images)
            for framework in ("pytorch", "tensorflow")
            for start in _pretrain(network, framework, seeds, images)
            for arm in ARMS
        ]
        metrics = ("test_loss", "test_accuracy", "test_loss_before", "distance")
        summary[network] = {"tuned": tuned} | compare(
            runs, {name: lambda run, name=name: run[name] for name in metrics}
        )
        rows += [row | {"stage": "tuning"} for row in tries]
        rows += [row | {"stage": "comparison"} for row in runs]
    return summary, rows


def _pretrain(network: str, framework: str, seeds, images: ImageData):
    """Yield (seed, weights) of networks trained on the upright images."""
    package = backend(framework)
    for seed in seeds:
        recipe = replace(NETWORKS[network], seed=seed, **PRETRAINING)
        model, _ = package.fit(recipe, images, device="cpu", progress=False)
        yield seed, package.get_weights(model)


def _fine_tune(
    network: str, arm: str, lr: float, framework: str, start: tuple, images: ImageData
) -> dict:
    """Train on the few tilted images, from the pretrained weights or from new ones."""
    package, (seed, pretrained) = backend(framework), start
    begin, optimizer = ARMS[arm]
    few = tilted(images, DEGREES, PER_CLASS, seed)
    recipe = replace(
        NETWORKS[network],
        optimizer=replace(OPTIMIZERS[optimizer], lr=lr),
        seed=seed,
        **FINE_TUNING,
    )
    model = package.build_model(recipe, few.image_shape, few.num_classes)
    if begin == "pretrained":
        package.set_weights(model, pretrained)
    before = package.get_weights(model)
    row = {"network": network, "arm": arm, "lr": lr, "framework": framework, "seed": seed}
    row["test_loss_before"] = package.evaluate(model, few.test, recipe)[0]
    try:
        history = package.train(model, few, recipe, device="cpu", progress=False)
    except DivergedError:
        return row | {"val_loss": None, "test_loss": None, "test_accuracy": None, "distance": None}
    test_loss, test_accuracy = package.evaluate(model, few.test, recipe)
    return row | {
        "val_loss": history.val_loss[-1],
        "test_loss": test_loss,
        "test_accuracy": test_accuracy,
        "distance": _distance(before, package.get_weights(model)),
    }


def _distance(before: list[np.ndarray], after: list[np.ndarray]) -> float:
    """How far the kernels have moved: the length of the difference, over all of them."""
    moved = [np.square(a - b).sum() for a, b in zip(after, before, strict=True) if a.ndim > 1]
    return float(np.sqrt(sum(moved)))


CLAIMS = (
    Measurement(
        name="fine_tuning",
        sentence="SGD with momentum fine-tunes a pretrained network better than Adam does.",
        measure=_measure,
        num_seeds=10,
    ),
)
