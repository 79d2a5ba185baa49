"""Claim on the loss surface around a trained network, with shortcuts and without them."""

import math

import numpy as np

from cnncourse import Recipe, Watch
from cnncourse.data.images import Split
from cnncourse.directions import filter_normalized
from cnncourse.evidence import comparison
from cnncourse.evidence.claim import Claim, Job, Verdict
from cnncourse.evidence.claims.depth import PLAIN, RESIDUAL
from cnncourse.evidence.comparison import images_of, recipe_of_seed
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.statistics import compare
from cnncourse.evidence.weight_space import flat, loss_of_weights
from cnncourse.frameworks import backend

ARMS = {"with_shortcuts": RESIDUAL["residual_32"], "without": PLAIN["plain_32"]}
SETTINGS = {"resolution": 15, "reach": 0.25, "num_images": 300}
"""Points along a side, how far to go in each direction, in lengths of the filters; images."""


def jobs(num_seeds: int) -> list[Job]:
    """The surfaces in PyTorch, and their comparison with TensorFlow for the first seed."""
    seeds = {"pytorch": num_seeds, "tensorflow": 1}
    return [
        Job(
            framework,
            seed,
            labels={"arm": arm},
            recipe=recipe_of_seed(recipe, seed),
            dataset=FEW,
            settings=SETTINGS,
        )
        for framework, count in seeds.items()
        for seed in range(count)
        for arm, recipe in ARMS.items()
    ]


def run(job: Job, device: str) -> dict:
    """The losses on a square around the trained weights; or how far TensorFlow is from them."""
    recipe, images = Recipe.from_dict(job.recipe), images_of(job.dataset, cifar10_jpeg)
    package = backend("pytorch")
    model, history = package.fit(recipe, images, device=device, progress=False)
    weights = package.get_weights(model)
    kinds = [kind for kind, _ in package.weights.weight_shapes(model)]
    first, second = directions(job.seed, weights, kinds)
    reach, resolution = job.settings["reach"], job.settings["resolution"]
    steps = np.linspace(-reach, reach, resolution)
    split = few_of(images.train, job.settings["num_images"])

    def losses_in(framework: str, every: int) -> list[list[float]]:
        loss = loss_of_weights(framework, recipe, images, split)
        some = steps[::every]
        return [[loss(flat(weights) + x * first + y * second) for x in some] for y in some]

    results: dict = {"first_losses": history.loss[: comparison.NUM_STEPS], "diverged": None}
    if job.framework == "pytorch":
        return results | {
            "steps": steps.tolist(),
            "losses": _finite(losses_in("pytorch", 1)),
            "train_loss": history.train_loss[-1],
        }
    # TensorFlow is asked at the corners, the middles of the sides, and the center.
    half = resolution // 2
    ours, theirs = (np.array(losses_in(name, half)) for name in ("pytorch", "tensorflow"))
    return results | {"largest_difference": float(np.nanmax(np.abs(theirs / ours - 1)))}


def directions(seed: int, weights: list[np.ndarray], kinds: list[str]) -> list[np.ndarray]:
    """Two directions from these weights, each laid out as one vector.

    They do not come from the stream of the seed alone, from which the first weights were drawn.
    """
    rng = np.random.default_rng([seed, 1])
    return [flat(filter_normalized(weights, kinds, rng)) for _ in range(2)]


def few_of(split: Split, num_images: int) -> Split:
    """So many images of a split, evenly spaced."""
    chosen = Watch(num_images).chosen(len(split.labels))
    return Split(split.images[chosen], split.labels[chosen])


def _finite(losses: list[list[float]]) -> list[list[float | None]]:
    """Losses to five digits; None where one is beyond the range of float32."""
    return [[round(loss, 5) if math.isfinite(loss) else None for loss in row] for row in losses]


def first_losses(job: Job) -> list[float]:
    """The losses of the first steps of the training, in PyTorch whatever the job's framework."""
    ours = Job("pytorch", job.seed, recipe=job.recipe, dataset=job.dataset)
    return comparison.first_losses(ours, load=cifar10_jpeg)


def below_chance(run: dict) -> float:
    """Share of the points whose loss is below that of guessing among ten classes.

    Examples
    --------
    >>> below_chance({"losses": [[0.5, 2.2], [2.4, None]]})
    0.5
    """
    losses = [loss for row in run["losses"] for loss in row]
    return sum(loss is not None and loss < math.log(10) for loss in losses) / len(losses)


def at_center(run: dict) -> float:
    """The loss of the trained network itself.

    Examples
    --------
    >>> at_center({"losses": [[3.0, 3.0, 3.0], [3.0, 0.5, 3.0], [3.0, 3.0, 3.0]]})
    0.5
    """
    middle = len(run["losses"]) // 2
    return run["losses"][middle][middle]


def summarize(runs: list[dict]) -> dict:
    """How much of each square is below chance, and how far TensorFlow is from the same losses."""
    drawn = [run for run in runs if run["framework"] == "pytorch"]
    compared = [run["largest_difference"] for run in runs if run["framework"] == "tensorflow"]
    metrics = {"below_chance": below_chance, "at_center": at_center}
    return compare(drawn, metrics) | {"largest_difference_to_tensorflow": max(compared)}


CLAIMS = (
    Claim(
        name="shortcut_surface",
        sentence="Around a trained network of 32 layers, more of the loss surface lies below "
        "chance with shortcuts than without them, on CIFAR-10 (JPEG).",
        jobs=jobs,
        run=run,
        first_losses=first_losses,
        summarize=summarize,
        verdict=Verdict("pytorch.below_chance.with_shortcuts-without", claimed="higher"),
        titles={
            "with_shortcuts": "with shortcuts",
            "without": "without shortcuts",
            "below_chance": "share of the square below chance",
            "at_center": "training loss at the center (nats)",
        },
        on_request=True,
        missing=missing_jpeg,
    ),
)
