"""Claims on the gap between training and validation: more images, and the best epoch's promise."""

from functools import partial
from itertools import count

import numpy as np
from scipy.special import log_softmax

from cnncourse import VGG, He, Recipe
from cnncourse.data.images import Split
from cnncourse.evidence.claim import Claim, Job, Verdict
from cnncourse.evidence.claims.augmenting import judged, trained
from cnncourse.evidence.claims.regularizing import regularized
from cnncourse.evidence.comparison import arm_jobs, first_losses, images_of
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.statistics import compare
from cnncourse.evidence.tuning import NUM_REPEATED, tuned_comparison
from cnncourse.frameworks import backend

EPOCHS = {"500": 40, "2000": 16, "8000": 6}
PER_CLASS = {"500": 50, "2000": 200, "8000": 800}


def _of_size(size: str) -> dict[str, Recipe]:
    recipe = trained(EPOCHS[size], model=VGG(width=8))
    all_three = regularized(recipe, dropout=0.5, decay=1.0, batch_norm=True)
    return {f"none_{size}": recipe, f"all_{size}": all_three}


BY_SIZE = {arm: recipe for size in EPOCHS for arm, recipe in _of_size(size).items()}

STOPPED = Recipe(model=VGG(width=8), initialization=He(), num_epochs=12)
VALIDATED_ON = (50, 200, 1000)
"""Images to choose the epoch on, out of the test split; its other images judge the choice."""
NUM_DRAWS = 200


def losses_of_epochs(job: Job, device: str) -> dict:
    """Return what the best epoch promises and holds, for each size of the validation set.

    The test images are looked at after each epoch. The best epoch is chosen on some of them, drawn
    many times, and judged on the rest.
    """
    recipe, images = Recipe.from_dict(job.recipe), images_of(job.dataset, cifar10_jpeg)
    package, steps = backend(job.framework), count(1)
    steps_per_epoch = recipe.steps_per_epoch(len(images.train.labels))
    model = package.build_model(recipe, images.image_shape, images.num_classes)
    losses = []

    def look() -> None:
        if next(steps) % steps_per_epoch == 0:
            logits = package.predict(model, images.test.images)
            losses.append(losses_of_images(logits, images.test))

    history = package.train(model, images, recipe, device=device, progress=False, after_step=look)
    return {
        "history": {"loss": history.loss},
        "chosen": chosen(np.array(losses), np.random.default_rng(recipe.seed)),
    }


def losses_of_images(logits: np.ndarray, split: Split) -> np.ndarray:
    """Return the cross-entropy of each image in nats.

    Examples
    --------
    >>> split = Split(np.zeros((2, 1, 1, 1), np.uint8), np.array([0, 1]))
    >>> losses_of_images(np.log([[0.5, 0.5], [0.75, 0.25]]), split).round(3)
    array([0.693, 1.386])
    """
    log_probabilities = log_softmax(logits.astype(np.float64), axis=1)
    return -log_probabilities[np.arange(len(logits)), split.labels]


def chosen(losses: np.ndarray, rng: np.random.Generator) -> list[dict[str, float]]:
    """Choose the best epoch on some of the images and judge it on the others, many times.

    Parameters
    ----------
    losses : ndarray of float, shape (num_epochs, num_images)
    rng : numpy.random.Generator

    Returns
    -------
    list of dict
        For each of `VALIDATED_ON`, means over all draws: the "promised" loss of the epoch on the
        images that it was chosen on, the "held" loss on the others, what the "last" epoch and the
        "best" one have there, and the number of the "epoch".
    """
    num_images = losses.shape[1]
    found = []
    for size in VALIDATED_ON:
        rows = []
        for _ in range(NUM_DRAWS):
            drawn = np.zeros(num_images, bool)
            drawn[rng.choice(num_images, size, replace=False)] = True
            of_drawn, of_rest = losses[:, drawn].mean(axis=1), losses[:, ~drawn].mean(axis=1)
            best = int(of_drawn.argmin())
            rows.append((of_drawn[best], of_rest[best], of_rest[-1], of_rest.min(), best + 1))
        names = ("promised", "held", "last", "best", "epoch")
        means = map(float, np.mean(rows, axis=0))
        found.append({"size": size} | dict(zip(names, means, strict=True)))
    return found


def stopped_jobs(num_seeds: int) -> list[Job]:
    """The training from all seeds in PyTorch, from the first ones in TensorFlow, too."""
    seeds = {"pytorch": num_seeds, "tensorflow": min(NUM_REPEATED, num_seeds)}
    return [
        job
        for framework, count in seeds.items()
        for job in arm_jobs({"stopped": STOPPED}, range(count), (framework,), FEW)
    ]


def summarize_stopped(runs: list[dict]) -> dict:
    """The losses of each size as arms, such as `promised_200`, and the epochs chosen."""
    names = ("promised", "held", "last", "best")
    each = [
        {
            "arm": f"{name}_{of_size['size']}",
            "seed": run["seed"],
            "framework": run["framework"],
            "loss": of_size[name],
            "epoch": of_size["epoch"],
        }
        for run in runs
        for of_size in run["chosen"]
        for name in names
    ]
    pairs = [
        (f"{first}_{size}", f"{second}_{size}")
        for size in VALIDATED_ON
        for first, second in (("held", "promised"), ("held", "last"), ("held", "best"))
    ]
    return compare(
        each, {"loss": lambda run: run["loss"], "epoch": lambda run: run["epoch"]}, pairs
    )


_CIFAR = {"missing": missing_jpeg}
CLAIMS = (
    tuned_comparison(
        "gap_by_size",
        "On CIFAR-10 (JPEG), four times as many images lower the test loss more than weight decay, "
        "dropout and batch norm do on 500 of them.",
        judged(
            BY_SIZE,
            (
                *((f"all_{size}", f"none_{size}") for size in EPOCHS),
                ("none_2000", "all_500"),
                ("none_8000", "all_2000"),
                ("none_2000", "none_500"),
                ("none_8000", "none_2000"),
            ),
            FEW,
            rates=(0.001, 0.003),
            of_arm={
                f"{arm}_{size}": {"examples_per_class": count}
                for size, count in PER_CLASS.items()
                for arm in ("none", "all")
            },
        ),
        verdict=Verdict("pytorch.test_loss.none_2000-all_500", claimed="lower"),
        titles={f"none_{size}": f"none, {size} images" for size in EPOCHS}
        | {f"all_{size}": f"all three, {size} images" for size in EPOCHS},
        load=cifar10_jpeg,
        **_CIFAR,
    ),
    Claim(
        name="best_epoch",
        sentence="The validation loss of the epoch that has the lowest one, on 200 images, is "
        "lower than the loss of that epoch on new images, on CIFAR-10 (JPEG).",
        jobs=stopped_jobs,
        run=losses_of_epochs,
        first_losses=partial(first_losses, load=cifar10_jpeg),
        summarize=summarize_stopped,
        verdict=Verdict("pytorch.loss.held_200-promised_200", claimed="higher"),
        titles={
            f"{name}_{size}": f"{words}, {size} images"
            for size in VALIDATED_ON
            for name, words in (
                ("promised", "where the epoch was chosen"),
                ("held", "elsewhere"),
                ("last", "last epoch, elsewhere"),
                ("best", "best epoch elsewhere"),
            )
        }
        | {"loss": "loss (nats)", "epoch": "epoch chosen"},
        on_request=True,
        **_CIFAR,
    ),
)
