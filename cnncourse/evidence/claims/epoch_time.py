"""Claim of the page on speed: the time of an epoch grows in step with the number of images."""

from statistics import median

import numpy as np

from cnncourse import Recipe
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.claim import Measurement
from cnncourse.frameworks import FRAMEWORKS, backend

SIZES = (1_000, 4_000, 16_000, 60_000)
NUM_ROUNDS = 5
RECIPE = Recipe(model="shallow3x3", width=4, batch_size=100)
"""A net so small that everything around it counts as much as it can."""


def noise(num_train: int) -> ImageData:
    """Images of noise, 32x32 RGB, with a tenth as many for validation: time does not see them."""
    rng = np.random.default_rng(0)

    def split(count: int) -> Split:
        pixels = rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)
        return Split(pixels, rng.integers(0, 10, count))

    parts = [split(count) for count in (num_train, num_train // 10, 1)]
    return ImageData("noise", *parts, tuple("0123456789"), synthetic=True)


def seconds_per_epoch(framework: str, images: ImageData, num_timed: int) -> float:
    """Median over the epochs of one training, without the first one, which prepares."""
    num_epochs = 1 + num_timed
    recipe = Recipe.from_dict(RECIPE.to_dict() | {"num_epochs": num_epochs})
    history = backend(framework).fit(recipe, images, device="cpu", progress=False).history
    return median(history.seconds[1:])


def measure(seeds: tuple[int, ...], sizes: tuple[int, ...] = SIZES) -> tuple[dict, list[dict]]:
    """Time every size in turn, for `NUM_ROUNDS` rounds; the seeds are not used."""
    images = {size: noise(size) for size in sizes}
    runs = [
        {
            "framework": framework,
            "num_images": size,
            "round": index,
            "seconds": seconds_per_epoch(framework, images[size], 1 + max(sizes) // size // 4),
        }
        for index in range(NUM_ROUNDS)
        for size in sizes
        for framework in FRAMEWORKS
    ]
    return {framework: summarize(runs, framework) for framework in FRAMEWORKS}, runs


def summarize(runs: list[dict], framework: str) -> dict:
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


CLAIMS = [
    Measurement(
        name="epoch_time",
        sentence="The time of an epoch grows in step with the number of images.",
        measure=measure,
    )
]
