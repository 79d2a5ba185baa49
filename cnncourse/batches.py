"""Which examples, changed in which way, make up each step: one source for both frameworks."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

import numpy as np

from cnncourse.moves import Part
from cnncourse.recipe import Recipe
from cnncourse.transforms import TRANSFORMS, draw, moves_pixels

# The order of the examples and each transform's draws come from separate generators, so that
# adding a transform changes neither the order nor what the others draw.
_ORDER, _DRAWS, _FLIPS = 0, 1, 2


class Batch(NamedTuple):
    """One training step's examples and what the transforms drew for them.

    Attributes
    ----------
    indices : ndarray of int64, shape (batch,)
        Positions in the training split.
    affine : ndarray of float64, shape (batch, 2, 3), or None
        Row 0 gives x, row 1 gives y of the input pixel to read for an output pixel (x, y, 1), in
        pixels from the center of the top-left pixel. None if no transform moves pixels.
    draws : tuple of ndarray of float64, each of shape (batch, k)
        The numbers of every other transform, in the recipe's order; k depends on the transform.
    size : int
        Examples in the batch; more than there are indices in a share of it.
    """

    indices: np.ndarray
    affine: np.ndarray | None
    draws: tuple[np.ndarray, ...]
    size: int

    @property
    def changes(self) -> tuple[np.ndarray, ...]:
        """The affine maps, if there are any, and the draws: all that `augment` needs to know."""
        return self.draws if self.affine is None else (self.affine, *self.draws)

    def share(self, rank: int, count: int) -> "Batch":
        """The `rank`-th (from 0) of `count` parts: for one of as many devices, or a step's part.

        Examples
        --------
        >>> Batch(np.arange(5), None, (), size=5).share(1, 2)
        Batch(indices=array([3, 4]), affine=None, draws=(), size=5)
        """

        def part(array: np.ndarray) -> np.ndarray:
            return np.array_split(array, count)[rank]

        affine = None if self.affine is None else part(self.affine)
        return Batch(part(self.indices), affine, tuple(map(part, self.draws)), self.size)


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
    seed, transforms = recipe.seed, recipe.augmentation
    order = np.random.default_rng([seed, _ORDER, epoch]).permutation(num_examples)
    streams = _streams(seed, transforms, epoch)
    mirrored = np.random.default_rng([seed, _FLIPS]).random(num_examples) < 0.5
    mirrored ^= epoch % 2 == 1
    for start in range(0, num_examples, recipe.batch_size):
        indices = order[start : start + recipe.batch_size]
        part = Part(len(indices), image_shape, mirrored[indices])
        yield Batch(indices, *draw(transforms, streams, part), len(indices))


def change_shapes(transforms: tuple) -> list[tuple]:
    """The shapes of a batch's `changes`, with None for what only the batch or transform knows.

    Examples
    --------
    >>> from cnncourse import Brightness, Rotation
    >>> change_shapes((Brightness(), Rotation()))
    [(None, 2, 3), (None, None)]
    """
    moves = [moves_pixels(option) for option in transforms]
    return [(None, 2, 3)] * any(moves) + [(None, None)] * moves.count(False)


def _streams(seed: int, transforms: tuple, epoch: int) -> list[np.random.Generator]:
    """A generator for each transform, known by its name and how many of that name come before."""
    before = Counter()
    streams = []
    for option in transforms:
        name = TRANSFORMS.name_of(option)
        key = [seed, _DRAWS, epoch, crc32(name.encode()), before[name]]
        streams.append(np.random.default_rng(key))
        before[name] += 1
    return streams
