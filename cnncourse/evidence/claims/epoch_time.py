"""Claim of the page on speed: the time of an epoch grows in step with the number of images."""

from functools import cache
from statistics import median

import numpy as np

from cnncourse import Recipe, Shallow
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.claim import Claim, Job
from cnncourse.frameworks import FRAMEWORKS, backend

SIZES = (1_000, 4_000, 16_000, 60_000)
NUM_ROUNDS = 5
RECIPE = Recipe(model=Shallow(width=4), batch_size=100)
"""A net so small that everything around it counts as much as it can."""


@cache
def noise(num_train: int) -> ImageData:
    """Images of noise, 32x32 RGB, with a tenth as many for validation: time does not see them."""
    rng = np.random.default_rng(0)

    def split(count: int) -> Split:
        pixels = rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)
        return Split(pixels, rng.integers(0, 10, count))

    parts = [split(count) for count in (num_train, num_train // 10, 1)]
    return ImageData("noise", *parts, tuple("0123456789"), synthetic=True)


def seconds_per_epoch(
    framework: str, images: ImageData, num_timed: int, device: str = "cpu"
) -> float:
    """Median over the epochs of one training, without the first one, which prepares."""
    recipe = Recipe.from_dict(RECIPE.to_dict() | {"num_epochs": 1 + num_timed})
    history = backend(framework).fit(recipe, images, device=device, progress=False).history
    return median(history.seconds[1:])


def jobs(num_rounds: int, sizes: tuple[int, ...] = SIZES) -> list[Job]:
    """Every size in turn, for as many rounds as a claim has seeds."""
    return [
        Job(
            framework,
            index,
            labels={"num_images": size, "round": index},
            settings={"num_images": size, "num_timed": 1 + max(sizes) // size // 4},
            recipe=RECIPE.to_dict(),
        )
        for index in range(num_rounds)
        for size in sizes
        for framework in FRAMEWORKS
    ]


def run(job: Job, device: str) -> dict:
    """The seconds that an epoch takes."""
    images = noise(job.settings["num_images"])
    seconds = seconds_per_epoch(job.framework, images, job.settings["num_timed"], device)
    return {"seconds": seconds}


def summarize(runs: list[dict]) -> dict:
    """What `summarize_framework` gives, for each framework."""
    return {framework: summarize_framework(runs, framework) for framework in FRAMEWORKS}


def summarize_framework(runs: list[dict], framework: str) -> dict:
    """Microseconds per image at each size, and how far apart the sizes are."""
    sizes = sorted({run["num_images"] for run in runs})
    per_image = {}
    for size in sizes:
        seconds = [
            run["seconds"]
            for run in runs
            if (run["framework"], run["num_images"]) == (framework, size)
        ]
        per_image[str(size)] = median(seconds) / size * 1e6
    largest = max(per_image.values()) / min(per_image.values()) - 1
    return {"microseconds_per_image": per_image, "largest_difference": largest}


CLAIMS = (
    Claim(
        name="epoch_time",
        sentence="The time of an epoch grows in step with the number of images.",
        jobs=jobs,
        run=run,
        summarize=summarize,
        num_seeds=NUM_ROUNDS,
        in_turn=True,
    ),
)
