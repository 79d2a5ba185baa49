"""The random numbers behind each transform: what happens to each image, without a framework."""

from collections.abc import Callable

import numpy as np

from cnncourse.errors import require
from cnncourse.moves import MOVES, Part, compose, move, signed, turn
from cnncourse.transforms import (
    Brightness,
    ChannelShift,
    Contrast,
    CutMix,
    Cutout,
    Mixup,
    RandAugment,
)

OPERATIONS = (
    "identity",
    "rotate",
    "shear_x",
    "shear_y",
    "translate_x",
    "translate_y",
    "brightness",
    "contrast",
    "posterize",
    "solarize",
)
"""Of `RandAugment`, in the order in which it draws their numbers."""

# Averages of neighboring pixels lie on simple fractions of a level. A threshold beside them has
# the frameworks agree on which side of it a pixel is.
LEVEL_OFFSET = 0.414


def draw(
    transforms: tuple, streams: list[np.random.Generator], part: Part
) -> tuple[np.ndarray | None, tuple[np.ndarray, ...]]:
    """Draw one random change per image.

    Parameters
    ----------
    transforms : tuple
        Options in `transforms.TRANSFORMS`.
    streams : list of Generator
        One for each transform.
    part : Part

    Returns
    -------
    affine : ndarray of float64, shape (num_images, 2, 3), or None
    draws : tuple of ndarray
        See `batches.Batch` for both.

    Examples
    --------
    >>> from cnncourse import Rotation
    >>> part = Part(3, (8, 8, 1), np.zeros(3, bool))
    >>> affine, draws = draw((Rotation(), Brightness()), [np.random.default_rng(0)] * 2, part)
    >>> affine.shape, [array.shape for array in draws]
    ((3, 2, 3), [(3, 1)])
    """
    moves, draws = [], []
    for option, rng in zip(transforms, streams, strict=True):
        if moves_pixels(option):
            moves.append(MOVES[type(option)](option, rng, part))
        else:
            draws.append(function_for(option, PARAMETERS)(option, rng, part))
    return (compose(moves, part.image_shape) if moves else None), tuple(draws)


def moves_pixels(option) -> bool:
    """Whether a transform is part of the resampling, and not a change of its own."""
    return type(option) in MOVES


def function_for(option, table: dict[type, Callable]) -> Callable:
    """Return the function for an option's class.

    Raises
    ------
    RecipeError
        If the table has none, which is a fault of the course.
    """
    name = type(option).__name__
    require(type(option) in table, f"{name} cannot be computed here yet: leave it out.")
    return table[type(option)]


def _factor(option: Brightness | Contrast, rng, part: Part) -> np.ndarray:
    return 1 + signed(rng, option.amount, part.num_images)


def _channel_shift(option: ChannelShift, rng, part: Part) -> np.ndarray:
    return signed(rng, option.amount, part.num_images, part.image_shape[2])


def _boxes(rng, part: Part, size: np.ndarray) -> np.ndarray:
    """Draw boxes of height and width `size` of the image: their (top, left, bottom, right).

    They reach from the first pixel within up to the first one beyond, and no further than the
    image does.
    """
    shape = np.array(part.image_shape[:2])
    sides = np.rint(size * shape)
    center = np.floor(rng.random((part.num_images, 2)) * shape)
    first = center - sides // 2
    return np.concatenate([np.clip(first, 0, shape), np.clip(first + sides, 0, shape)], axis=1)


def _cutout(option: Cutout, rng, part: Part) -> np.ndarray:
    """The box, as `_boxes` has it."""
    return _boxes(rng, part, np.full((part.num_images, 1), option.size))


def _mixup(option: Mixup, rng, part: Part) -> np.ndarray:
    """The share of each image itself."""
    return rng.beta(option.alpha, option.alpha, (part.num_images, 1))


def _cutmix(option: CutMix, rng, part: Part) -> np.ndarray:
    """The box, as `_boxes` has it, and the share of each image itself: what the box leaves."""
    height, width, _ = part.image_shape
    boxes = _boxes(rng, part, np.sqrt(1 - _mixup(option, rng, part)))
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1, keepdims=True)
    return np.concatenate([boxes, 1 - area / (height * width)], axis=1)


def _rand_augment(option: RandAugment, rng, part: Part) -> np.ndarray:
    """For each step in turn the numbers of all operations, of which all but one do nothing."""
    chance = rng.random((part.num_images, option.num, 2))
    operation = np.floor(chance[..., 0] * len(OPERATIONS))
    sign = np.where(chance[..., 1] < 0.5, -1.0, 1.0)
    steps = (_step(option.magnitude, operation[:, i], sign[:, i], part) for i in range(option.num))
    return np.concatenate(list(steps), axis=1)


STEP_SIZE = 10
"""Numbers of a step of `RandAugment`: affine (6), brightness, contrast, posterize, solarize."""


def _step(magnitude: float, operation: np.ndarray, sign: np.ndarray, part: Part) -> np.ndarray:
    height, width, _ = part.image_shape

    def only(name: str, values) -> np.ndarray:
        return np.where(operation == OPERATIONS.index(name), magnitude * values, 0.0)

    slant = move(
        part.num_images,
        xy=only("shear_x", 0.3 * sign),
        yx=only("shear_y", 0.3 * sign),
        x1=only("translate_x", 0.45 * width * sign),
        y1=only("translate_y", 0.45 * height * sign),
    )
    affine = compose([turn(only("rotate", 30 * sign)), slant], part.image_shape)
    numbers = [
        1 + only("brightness", 0.9 * sign),
        1 + only("contrast", 0.9 * sign),
        2 ** np.rint(only("posterize", 4)),  # levels that become one
        (np.rint(256 - only("solarize", 256)) - LEVEL_OFFSET) / 255,  # pixels above are inverted
    ]
    return np.column_stack([affine.reshape(-1, 6), *numbers])


PARAMETERS = {
    Brightness: _factor,
    Contrast: _factor,
    ChannelShift: _channel_shift,
    Cutout: _cutout,
    Mixup: _mixup,
    CutMix: _cutmix,
    RandAugment: _rand_augment,
}
"""What draws the numbers of each image, of shape (num_images, k), for all other transforms."""
