"""Which examples, changed in which way, make up each step: one source for both frameworks."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cnncourse.augmentation import Augmentation
from cnncourse.errors import require
from cnncourse.recipe import Recipe

# The order of the examples and the augmentation draws come from separate generators, so that
# turning augmentation on does not change the order.
_ORDER, _DRAWS, _FLIPS = 0, 1, 2


class Batch(NamedTuple):
    """One training step's examples and augmentation draws.

    Attributes
    ----------
    indices : ndarray of int64, shape (batch,)
        Positions in the training split.
    affine : ndarray of float64, shape (batch, 2, 3)
        Row 0 gives x, row 1 gives y of the input pixel to read for an output pixel (x, y, 1), in
        pixels from the center of the top-left pixel.
    brightness : ndarray of float64, shape (batch,)
        Factor on the pixels.
    size : int
        Examples in the batch; more than there are indices in a device's share of it.
    """

    indices: np.ndarray
    affine: np.ndarray
    brightness: np.ndarray
    size: int

    def share(self, rank: int, count: int) -> "Batch":
        """The part of the batch that falls to one of `count` devices, the `rank`-th from 0."""
        parts = (np.array_split(array, count)[rank] for array in self[:-1])
        return Batch(*parts, self.size)


EVALUATION_PIXELS = 512 * 32 * 32


def evaluation_batch(image_shape: tuple[int, int, int]) -> int:
    """Images to evaluate at once: enough to keep a device busy, without the memory to notice.

    Examples
    --------
    >>> evaluation_batch((32, 32, 3))
    512
    """
    return max(1, EVALUATION_PIXELS // (image_shape[0] * image_shape[1]))


def epoch_batches(
    recipe: Recipe, num_examples: int, image_shape: tuple[int, int, int], epoch: int
) -> Iterator[Batch]:
    """Yield the batches of one epoch.

    Parameters
    ----------
    recipe : Recipe
        Its `batch_size`, `augmentation` and `seed` count here.
    num_examples : int
    image_shape : tuple of int
        (height, width, channels).
    epoch : int
        Counted from 0.

    Examples
    --------
    >>> batches = epoch_batches(Recipe(batch_size=4), 10, (8, 8, 1), epoch=0)
    >>> [len(batch.indices) for batch in batches]
    [4, 4, 2]
    """
    order = np.random.default_rng([recipe.seed, _ORDER, epoch]).permutation(num_examples)
    rng = np.random.default_rng([recipe.seed, _DRAWS, epoch])
    mirrored = np.random.default_rng([recipe.seed, _FLIPS]).random(num_examples) < 0.5
    mirrored ^= epoch % 2 == 1
    for start in range(0, num_examples, recipe.batch_size):
        indices = order[start : start + recipe.batch_size]
        affine, brightness = draw(
            recipe.augmentation, len(indices), image_shape, rng, mirrored[indices]
        )
        yield Batch(indices, affine, brightness, len(indices))


def draw(
    augmentation: Augmentation,
    num_images: int,
    image_shape: tuple[int, int, int],
    rng: np.random.Generator,
    mirrored: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw one random change per image.

    Parameters
    ----------
    augmentation : Augmentation
    num_images : int
    image_shape : tuple of int
        (height, width, channels).
    rng : Generator
    mirrored : ndarray of bool, shape (num_images,)
        Whose turn it is to be mirrored; needed for `alternating_flip` alone.

    Returns
    -------
    affine : ndarray of float64, shape (num_images, 2, 3)
    brightness : ndarray of float64, shape (num_images,)
        See `Batch` for both.
    """
    height, width, _ = image_shape

    def signed(limit: float) -> np.ndarray:
        return rng.uniform(-limit, limit, num_images)

    angle = np.deg2rad(signed(augmentation.rotation))
    shift_x = signed(augmentation.width_shift) * width
    shift_y = signed(augmentation.height_shift) * height
    shear = signed(augmentation.shear)
    zoom_x, zoom_y = 1 + signed(augmentation.zoom), 1 + signed(augmentation.zoom)
    flips = rng.random(num_images) < 0.5
    if augmentation.alternating_flip:
        require(mirrored is not None, "alternating_flip needs `mirrored`: whose turn it is.")
        flips = mirrored
    if augmentation.horizontal_flip or augmentation.alternating_flip:
        zoom_x = np.where(flips, -zoom_x, zoom_x)
    brightness = 1 + signed(augmentation.brightness)

    # Output pixel -> input pixel, about the center: rotation x shear x zoom.
    cos, sin = np.cos(angle), np.sin(angle)
    linear = np.empty((num_images, 2, 2))
    linear[:, 0, 0] = cos * zoom_x
    linear[:, 0, 1] = (cos * shear - sin) * zoom_y
    linear[:, 1, 0] = sin * zoom_x
    linear[:, 1, 1] = (sin * shear + cos) * zoom_y
    center = np.array([(width - 1) / 2, (height - 1) / 2])
    offset = center - linear @ center + np.stack([shift_x, shift_y], axis=1)
    return np.concatenate([linear, offset[:, :, None]], axis=2), brightness
